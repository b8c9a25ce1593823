import { aVmRequest } from '@iopath/testing';
import fc from 'fast-check';
import type { BuiltInProfileName, GroupPolicy, VmRequest } from '../request/vm-request';
import { PROFILES } from './profiles';
import * as score from './score';
import { explainedScore, vmScore, weightedTotal } from './score';
import { hostInput, nicInput } from '../spec-score-inputs';
import { SCORE_TERM_NAMES, type ScoreTermName } from './score-term';
import { DISK_TERMS, HOST_TERMS, NIC_TERMS } from './terms';

const ALL_ZERO = Object.fromEntries(SCORE_TERM_NAMES.map((name) => [name, 0]));

function weightsOf(request: VmRequest) {
  return score.weightsOf(request, PROFILES[request.profile as BuiltInProfileName]);
}

function inGroup(policy: GroupPolicy) {
  return { ...aVmRequest().constraints, group: { id: 'web', policy } };
}

describe('the profiles', () => {
  it.each(Object.keys(PROFILES) as BuiltInProfileName[])('%s weighs every term', (name) => {
    expect(Object.keys(PROFILES[name].weights).sort()).toEqual([...SCORE_TERM_NAMES].sort());
  });

  it('have every term in use', () => {
    const used = [...NIC_TERMS, ...DISK_TERMS, ...HOST_TERMS].map((term) => term.name);

    expect([...new Set(used)].sort()).toEqual([...SCORE_TERM_NAMES].sort());
  });

  it('only density fills hosts', () => {
    expect(Object.values(PROFILES).filter(({ packs }) => packs)).toEqual([PROFILES.density]);
  });
});

describe('the weights of a request', () => {
  it('are its profile’s, and a term given overrides that one alone', () => {
    const { byTerm } = weightsOf(aVmRequest({ profile: 'latency', weights: { scarcity: 0 } }));

    expect(byTerm).toEqual({ ...PROFILES.latency.weights, scarcity: 0, server_group: 0 });
  });

  it.each<[GroupPolicy, number]>([
    ['soft-affinity', 20],
    ['soft-anti-affinity', 20],
    ['affinity', 0],
    ['anti-affinity', 0],
  ])('give the server group a say under %s: %d', (policy, weight) => {
    expect(weightsOf(aVmRequest({ constraints: inGroup(policy) })).byTerm.server_group).toBe(weight);
  });

  it('are none for a term that the profile does not know, being older', () => {
    const { byTerm } = score.weightsOf(aVmRequest(), { weights: { latency: 3 } });

    expect(byTerm).toEqual({ ...ALL_ZERO, latency: 3 });
  });

  it('are summed up for NICs, disks and the host', () => {
    const weights = { ...ALL_ZERO, latency: 1, link_headroom: 2, host_headroom: 4 };

    expect(weightsOf(aVmRequest({ weights }))).toMatchObject({ nicSum: 3, diskSum: 1, hostSum: 4 });
  });
});

describe('a device’s score', () => {
  it('is the weighted mean of its terms', () => {
    const weights = weightsOf(aVmRequest({ weights: { ...ALL_ZERO, host_cpu: 3, numa_locality: 1 } }));

    // One host core is worth 0.5, a software path 0.85 in locality.
    expect(weightedTotal(NIC_TERMS, nicInput(), weights)).toBeCloseTo((3 * 0.5 + 0.85) / 4, 10);
  });

  it('is perfect when nothing weighs anything', () => {
    expect(weightedTotal(NIC_TERMS, nicInput(), weightsOf(aVmRequest({ weights: ALL_ZERO })))).toBe(1);
  });

  it('is explained by every term, with weight, value and reason', () => {
    const weights = weightsOf(aVmRequest());
    const { total, terms } = explainedScore(NIC_TERMS, nicInput(), weights);

    expect(terms.map(({ name }) => name)).toEqual(NIC_TERMS.map(({ name }) => name));
    const mean = terms.reduce((sum, { weight, value }) => sum + weight * value, 0) / weights.nicSum;
    expect(total).toBeCloseTo(mean, 5);
    expect(terms.every(({ reason }) => reason !== '')).toBe(true);
  });
});

describe('the VM’s score', () => {
  const weights = (nic: number, disk: number, host: number) => ({
    byTerm: weightsOf(aVmRequest()).byTerm,
    nicSum: nic,
    diskSum: disk,
    hostSum: host,
  });

  it.each([
    ['a NIC and a host of equal weight', [1], [], 0.5, weights(1, 1, 1), 0.75],
    ['two NICs weigh together as much as one', [1, 1], [], 0.5, weights(1, 1, 1), 0.75],
    ['a disk weighs by its own terms', [1], [0], 1, weights(3, 1, 0), 0.75],
    ['nothing but a host', [], [], 0.25, weights(1, 1, 1), 0.25],
    ['nothing that weighs anything', [0.2], [0.3], 0.4, weights(0, 0, 0), 1],
    ['devices that weigh nothing', [0.2], [], 0.4, weights(0, 0, 2), 0.4],
  ])('%s', (_case, nics, disks, host, weighing, score) => {
    expect(vmScore(nics, disks, current(host), weighing)).toBe(score);
  });

  it('stays within 0..1 and between its worst and its best part, whatever the weights', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const weight = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(share, { minLength: 1, maxLength: 4 }),
        fc.array(share, { maxLength: 3 }),
        share,
        fc.tuple(weight, weight, weight),
        (nics, disks, host, [nic, disk, hostWeight]) => {
          const score = vmScore(nics, disks, current(host), weights(nic, disk, hostWeight));
          const parts = [...nics, ...disks, host];
          expect(score).toBeGreaterThanOrEqual(Math.min(...parts) - 1e-6);
          expect(score).toBeLessThanOrEqual(Math.max(...parts) + 1e-6);
        },
      ),
    );
  });

  it('is less by the share that old facts of the host cost, whatever it is made of', () => {
    const weighing = weights(1, 1, 1);

    expect(vmScore([1], [], { total: 0.5, discount: 0.1 }, weighing)).toBe(0.675);
    expect(vmScore([], [], { total: 0.5, discount: 0.2 }, weighing)).toBe(0.4);
  });

  it('has six digits, so that sums in another order tie alike', () => {
    expect(vmScore([], [], current(1 / 3), weights(1, 1, 1))).toBe(0.333333);
  });
});

/** A host whose facts are current. */
function current(total: number) {
  return { total, discount: 0 };
}

describe('every term', () => {
  const weight = fc.constantFrom<ScoreTermName>(...SCORE_TERM_NAMES);

  it('alone decides the score when it alone weighs', () => {
    fc.assert(
      fc.property(weight, fc.double({ min: 0, max: 1, noNaN: true }), (name, headroom) => {
        const only = weightsOf(
          aVmRequest({ weights: { ...ALL_ZERO, [name]: 1 }, constraints: inGroup('soft-affinity') }),
        );
        const input = hostInput({ headroom, followsGroup: false });
        const term = HOST_TERMS.find((known) => known.name === name);
        expect(weightedTotal(HOST_TERMS, input, only)).toBe(term?.value(input) ?? 1);
      }),
    );
  });
});
