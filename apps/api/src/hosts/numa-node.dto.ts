import { MAX_CPU } from '@iopath/core';
import { CpuListOrNoneField } from '../wire/domain-fields';
import { IntField, IntListField, ListField, valueList } from '../wire/fields';
import type { ValueRule } from '../wire/value-rule';

/** 64 TiB in KiB pages, with room. */
const MAX_PAGES = 2 ** 40;

const siblingGroup: ValueRule = {
  code: 'field.malformed',
  accepts: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= 64 &&
    value.every((cpu) => Number.isInteger(cpu) && cpu >= 0 && cpu <= MAX_CPU),
  message: `must be a list of CPU numbers, 0 to ${MAX_CPU}`,
};

export class PagePoolDto {
  @IntField({ min: 1, max: 2 ** 31, description: 'Page size, KiB.', example: 1_048_576 })
  size_kib: number;

  @IntField({ max: MAX_PAGES, description: 'Pages of this size on this node, used ones included.', example: 64 })
  total: number;

  @IntField({
    max: MAX_PAGES,
    optional: true,
    description: 'Pages that were free when last looked. An observation: that it changes changes no generation.',
    example: 60,
  })
  free?: number;
}

export class NumaNodeDto {
  @IntField({ max: 1023, description: "The kernel's node id; ids may be sparse.", example: 0 })
  id: number;

  @IntField({ min: -1, max: 1023, optional: true, description: 'CPU socket; -1 or left out: not known.', example: 0 })
  socket?: number;

  @CpuListOrNoneField({ description: 'CPUs of the node; empty of one that has memory only.', example: '0-15,32-47' })
  cpus: string;

  @valueList(
    {
      optional: true,
      maxItems: 8192,
      description: 'SMT sibling groups. A CPU that no group names is a core of its own.',
      example: [
        [0, 32],
        [1, 33],
      ],
    },
    [siblingGroup],
    { type: 'array', minItems: 1, items: { type: 'integer', minimum: 0, maximum: MAX_CPU } },
  )
  siblings?: number[][];

  @IntField({
    max: 2 ** 40,
    optional: true,
    description: 'Memory of the node, MiB; not known when left out, and no guest is then placed in it.',
    example: 131_072,
  })
  memory_mib?: number;

  @IntListField({
    min: 0,
    max: 255,
    optional: true,
    maxItems: 1024,
    description: 'SLIT distances to every node, in the order of `numa_nodes`; not known when left out or empty.',
    example: [10, 21],
  })
  distances?: number[];

  @ListField(() => PagePoolDto, { optional: true, maxItems: 16, description: 'Page pools of the node.' })
  pages?: PagePoolDto[];
}
