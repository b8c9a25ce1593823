import { aPlacement, aReadyDecision } from '@iopath/testing';
import type { Decision } from '../decision';
import { comparedDevices } from './device-forecasts';

const NOWHERE = { status: 'no_valid_host' } as Decision;

describe('the devices of two decisions', () => {
  const decision = aReadyDecision([aPlacement('compute-1', 1), aPlacement('compute-2', 1)]);
  const [first] = decision.members;

  it('are told VM by VM, with host, path and predictions of both', () => {
    const compared = comparedDevices(decision, decision);

    expect(compared.map(({ member, before }) => [member, before?.hostName])).toEqual(
      decision.members.flatMap(({ nics, disks, hostName }, member) =>
        [...nics, ...disks].map(() => [member, hostName]),
      ),
    );
    expect(compared.every(({ before, after }) => before?.path === after?.path)).toBe(true);
  });

  it('have the throughput of their kind only', () => {
    for (const { device, before } of comparedDevices(decision, decision)) {
      const isNic = first?.nics.some(({ name }) => name === device) ?? false;
      expect([before?.throughputMbps === null, before?.throughputMibps === null]).toEqual([!isNic, isNic]);
    }
  });

  it('are missing on the side that found no host', () => {
    expect(comparedDevices(decision, NOWHERE).every(({ before, after }) => before !== null && after === null)).toBe(
      true,
    );
    expect(comparedDevices(NOWHERE, decision).every(({ before, after }) => before === null && after !== null)).toBe(
      true,
    );
    expect(comparedDevices(NOWHERE, NOWHERE)).toEqual([]);
  });
});
