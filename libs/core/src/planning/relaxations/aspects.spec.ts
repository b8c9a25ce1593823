import {
  DISK_DEVICE_RULES,
  DISK_HOST_RULES,
  DISK_PATH_RULES,
  HOST_RULES,
  NIC_DEVICE_RULES,
  NIC_HOST_RULES,
  NIC_PATH_RULES,
} from '../../feasibility/rules';
import { ASPECT, EVERY_ASPECT, READ_BY_RULE, readBy } from './aspects';

const RULES = [
  ...HOST_RULES,
  ...NIC_PATH_RULES,
  ...NIC_HOST_RULES,
  ...NIC_DEVICE_RULES,
  ...DISK_PATH_RULES,
  ...DISK_HOST_RULES,
  ...DISK_DEVICE_RULES,
];

describe('what rules read', () => {
  it('is told of rules that there are', () => {
    const names = RULES.map(({ name }) => name);

    expect(Object.keys(READ_BY_RULE).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('is everything for a rule that nobody told of', () => {
    expect(readBy({ name: 'a-new-rule' })).toBe(EVERY_ASPECT);
    expect(readBy({ name: 'link-up' })).toBe(ASPECT.link);
  });

  it('is one bit for each aspect', () => {
    const bits = Object.values(ASPECT);

    expect(new Set(bits).size).toBe(bits.length);
    expect(bits.every((bit) => bit > 0 && (bit & (bit - 1)) === 0)).toBe(true);
  });
});
