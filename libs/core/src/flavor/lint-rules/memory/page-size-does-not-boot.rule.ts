import { readPageSize } from '../../../nova/memory-page-size';
import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove, set } from '../../lint/lint-fix';
import { extraSpecFault } from '../extra-spec-faults';

export const pageSizeDoesNotBoot = extraSpecFault(
  {
    code: 'extra_spec.page_size_does_not_boot',
    rule: 'A page size is `large`, `small`, `any`, KiB without a unit (`2048`), or a number with a unit of bytes or bits (`2MB`). `2M`, `1G`, `1Gi` and `2kB` pass the flavor API, and no server boots with them.',
    source: 'nova/virt/hardware.py _get_numa_pagesize_constraint; oslo.utils string_to_bytes',
  },
  (_given, key, value) => {
    const [, number = '', prefix = ''] = /^(\d+)([kKMGT])/.exec(value) ?? [];
    const meant = `${number}${prefix.toUpperCase()}B`;
    const pointer = extraSpecPointer(key);
    return [...(readPageSize(meant) === null ? [] : [[set(pointer, meant)]]), [remove(pointer)]];
  },
);
