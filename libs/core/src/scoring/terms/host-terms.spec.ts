import { hostInput } from '../../spec-score-inputs';
import { hostHeadroom } from './host-headroom.term';
import { softServerGroup } from './server-group.term';

describe('the headroom of a host', () => {
  it('is worth itself, or what is missing from it to a profile that packs', () => {
    expect(hostHeadroom.value(hostInput({ headroom: 0.75 }))).toBe(0.75);
    expect(hostHeadroom.value(hostInput({ headroom: 0.75, packs: true }))).toBe(0.25);
  });

  it('is told in percent', () => {
    expect(hostHeadroom.reason(hostInput({ headroom: 0.756 }))).toBe('76 % of CPU or memory stays free');
  });
});

describe('a soft server group', () => {
  it.each([
    [true, 1],
    [false, 0],
    [null, 1],
  ])('followed: %s is worth %d', (followsGroup, worth) => {
    expect(softServerGroup.value(hostInput({ followsGroup }))).toBe(worth);
  });
});
