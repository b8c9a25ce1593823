import { weighDevices, type DeviceAnswers } from './weigh-devices';

/** Rules of these ranks are asked. */
const RANKS = [10, 11, 12];

/** A device that fails the rules at these positions. */
function failing(...positions: number[]): DeviceAnswers {
  return RANKS.map((rank, at) =>
    positions.includes(at) ? { code: `rule.${rank}`, required: 'yes', available: `no, of ${positions.length}` } : null,
  );
}

function blockers(...devices: DeviceAnswers[]): string[] {
  return weighDevices(devices, RANKS).blocking.map(
    ({ rank, devices: some }) => `${rank}: ${some?.refused}/${some?.of}`,
  );
}

describe('devices weighed', () => {
  it('are not blocked while one passes every rule', () => {
    expect(weighDevices([failing(0, 1), failing()], RANKS)).toEqual({
      passing: [1],
      blocking: [],
      fallsAt: Infinity,
      alone: [],
      freedBy: [],
    });
  });

  it('are blocked by the rules that refuse all of them', () => {
    expect(blockers(failing(1, 2), failing(1))).toEqual(['11: 2/2']);
  });

  it('are blocked by every rule that refuses some where the others leave none, the furthest device’s first in front', () => {
    expect(blockers(failing(0), failing(2))).toEqual(['12: 1/2', '10: 1/2']);
    expect(blockers(failing(0, 1), failing(1, 2))).toEqual(['11: 2/2', '10: 1/2', '12: 1/2']);
  });

  it('fall at the first rule that refuses the one that got furthest', () => {
    expect(weighDevices([failing(0), failing(1, 2)], RANKS).fallsAt).toBe(11);
  });

  it('are refused alone by rules that refuse all', () => {
    expect(weighDevices([failing(0, 2), failing(2)], RANKS).alone).toEqual([12]);
  });

  it('would be freed by each rule that is all that some device fails', () => {
    expect(weighDevices([failing(0), failing(2), failing(0, 1)], RANKS).freedBy).toEqual([10, 12]);
  });

  it('tell of each rule what it says of the device that got furthest, where it refuses that', () => {
    const { blocking } = weighDevices([failing(0, 1), failing(1)], RANKS);

    expect(blocking).toMatchObject([{ code: 'rule.11', available: 'no, of 1' }]);
  });
});
