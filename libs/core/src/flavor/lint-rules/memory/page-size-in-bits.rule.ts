import { extraSpecPointer } from '../../../nova/nova-refusal';
import { set } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { readPageSize } from '../../../nova/memory-page-size';

const KEY = 'hw:mem_page_size';

export const pageSizeInBits: LintRule = {
  code: 'page_size.in_bits',
  severity: 'warning',
  rule: '`b` and `bit` are bits: `1Gb` and `1Gib` are 131072 KiB, an eighth of a gibibyte. A capital `B` is bytes.',
  source: 'oslo.utils string_to_bytes',
  find: (given) => {
    const text = given.spec(KEY) ?? '';
    const [, size] = /^(\d+(?:[KMGT]i?)?)(?:b|bit)$/.exec(text) ?? [];
    if (size === undefined) return [];
    const kib = readPageSize(text);
    return [
      {
        pointer: extraSpecPointer(KEY),
        message: `"${text}" is ${kib} KiB; ${size}B is ${readPageSize(`${size}B`)} KiB.`,
        fixes: [[set(extraSpecPointer(KEY), `${size}B`)]],
      },
    ];
  },
};
