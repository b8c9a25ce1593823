import { aHostState, anInventory, aVmRequest } from '@iopath/testing';
import type { FactAge } from '../../fleet/fact-age';
import { buildFleet } from '../../fleet/build-fleet';
import { planRequest } from '../../planning/plan-request';
import { requestContext } from '../../planning/request-context';
import { factsAge } from './facts-age.rule';

const POLICY = { release: '2025.1' } as const;
const aHostAged = (name: string, factAge: FactAge) =>
  aHostState(name, { factAge, inventory: anInventory({ observedAtMs: 0 }) });

describe('a host whose facts are old', () => {
  const reject = (factAge: FactAge) => {
    const host = aHostAged('compute-1', factAge);
    return factsAge.reject(host, requestContext(aVmRequest(), buildFleet([host]), POLICY));
  };

  it('is refused when they are older than the operator allows, with when they were observed', () => {
    expect(reject('too_old')).toMatchObject({
      code: 'host.facts_too_old',
      available: 'observed at 1970-01-01T00:00:00.000Z',
    });
  });

  it.each<FactAge>([0, 1, 4])('is not refused at step %s', (age) => {
    expect(reject(age)).toBeNull();
  });

  const decide = (...hosts: readonly [string, FactAge][]) => {
    const fleet = buildFleet(hosts.map(([name, age]) => aHostAged(name, age)));
    return planRequest(aVmRequest(), fleet, POLICY).decision;
  };

  it('comes after one that is as good and was looked at of late', () => {
    expect(decide(['compute-1', 1], ['compute-2', 0])).toMatchObject({ members: [{ hostName: 'compute-2' }] });
    expect(decide(['compute-1', 0], ['compute-2', 1])).toMatchObject({ members: [{ hostName: 'compute-1' }] });
  });

  it('still gets the VM where there is no other, for less score, and the decision says so', () => {
    const [current, old] = [decide(['compute-1', 0]), decide(['compute-1', 2])];
    if (current.status !== 'ready' || old.status !== 'ready') throw new Error('not decided');

    expect(old.members[0]?.score).toBeCloseTo((current.members[0]?.score ?? 0) * 0.9, 5);
    expect(old.members[0]?.facts.discount).toBe(0.1);
    expect(current.members[0]?.facts).not.toHaveProperty('discount');
    expect(old.inputHash).not.toBe(current.inputHash);
  });
});
