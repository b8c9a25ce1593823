import { aHostState, aPlacement, aReadyDecision, aVfTake, noValidHost, vmRequests } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../../fleet/build-fleet';
import type { Placement, ScoreTermResult } from '../decision';
import { planRequest } from '../plan-request';
import { decisionDifferences } from './decision-differences';

const term = (name: string, weight: number, value: number): ScoreTermResult => ({ name, weight, value, reason: '' });

function scored(terms: readonly ScoreTermResult[]): Placement {
  const placement = aPlacement('compute-1', 1);
  return { ...placement, nics: placement.nics.map((nic) => ({ ...nic, score: { total: 1, terms } })) };
}

function differences(before: readonly Placement[], after: readonly Placement[]) {
  return decisionDifferences(aReadyDecision(before), aReadyDecision(after)).map(
    ({ at, before: was, after: is }) => `${at.join('/')}: ${was} -> ${is}`,
  );
}

describe('the differences of two decisions', () => {
  it('are none between a decision and itself', () => {
    fc.assert(
      fc.property(vmRequests(), (request) => {
        const fleet = buildFleet([aHostState('compute-1'), aHostState('compute-2')]);
        const { decision } = planRequest({ ...request, profile: 'balanced' }, fleet, { release: '2025.1' });

        expect(decisionDifferences(decision, decision)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('tell another host, path and device', () => {
    const before = aPlacement('compute-1', 1);
    const after = aPlacement('compute-2', 1, [aVfTake('0000:3b:00.2')]);

    expect(differences([before], [after])).toEqual([
      'members/0/hostName: compute-1 -> compute-2',
      'members/0/nics/0/path: vhost_net -> sriov_vf',
      'members/0/nics/0/vnicType: normal -> direct',
      'members/0/devices/0/address: null -> 0000:3b:00.2',
    ]);
  });

  it('tell each term’s weight and value, by the name of the term wherever it stands', () => {
    const before = scored([term('latency', 30, 1), term('scarcity', 10, 0.5)]);
    const after = scored([term('budget', 5, 1), term('latency', 45, 1), term('scarcity', 10, 0.25)]);

    expect(differences([before], [after])).toEqual([
      'members/0/nics/0/score/terms/0/weight: null -> 5',
      'members/0/nics/0/score/terms/0/value: null -> 1',
      'members/0/nics/0/score/terms/1/weight: 30 -> 45',
      'members/0/nics/0/score/terms/2/value: 0.5 -> 0.25',
    ]);
  });

  it('tell other predictions, to four digits', () => {
    const latencyUs = { p50: 20, p99: 33.33331, p999: 50, interval: [20, 40] as const, summands: [] };
    const predicting = (p99: number): Placement => {
      const placement = aPlacement('compute-1', 1);
      const nics = placement.nics.map((nic) => ({
        ...nic,
        predicted: { ...nic.predicted, latencyUs: { ...latencyUs, p99 } },
      }));
      return { ...placement, nics };
    };

    expect(differences([predicting(33.33331)], [predicting(33.33332)])).toEqual([]);
    expect(differences([predicting(33.33331)], [predicting(34)])).toEqual([
      'members/0/nics/0/predicted/latencyUs/p99: 33.33 -> 34',
    ]);
    expect(differences([aPlacement('compute-1', 1)], [predicting(34)])).toEqual([
      'members/0/nics/0/predicted/latencyUs/p50: null -> 20',
      'members/0/nics/0/predicted/latencyUs/p99: null -> 34',
    ]);
  });

  it('tell host and paths of a VM that only one of them placed', () => {
    const placement = aPlacement('compute-1', 1);

    expect(differences([placement], [placement, placement])).toEqual([
      'members/1/hostName: null -> compute-1',
      'members/1/score: null -> 1',
      'members/1/nics/0/path: null -> vhost_net',
      'members/1/disks/0/path: null -> virtio_blk',
    ]);
  });

  it('tell that a request fits no longer, and why', () => {
    const example = { hostName: 'compute-1', required: '1', available: '0' };
    const after = { ...noValidHost(), rejections: [{ code: 'vf.none_free', hosts: 2, paths: 2, example }] };

    expect(decisionDifferences(aReadyDecision([aPlacement('compute-1', 1)]), after)).toMatchObject([
      { at: ['status'], before: 'ready', after: 'no_valid_host' },
      { at: ['members', 0, 'hostName'], before: 'compute-1', after: null },
      { at: ['members', 0, 'score'], after: null },
      { at: ['members', 0, 'nics', 0, 'path'], after: null },
      { at: ['members', 0, 'disks', 0, 'path'], after: null },
      { at: ['rejections', 0, 'hosts'], before: null, after: 2 },
    ]);
  });

  it('tell another profile and another model', () => {
    const before = aReadyDecision([]);
    const after = { ...before, profile: { name: 'balanced', version: 2 }, modelVersion: 'newer' };

    expect(decisionDifferences(before, after)).toEqual([
      { at: ['profile', 'version'], before: 1, after: 2 },
      { at: ['modelVersion'], before: 'test', after: 'newer' },
    ]);
  });
});
