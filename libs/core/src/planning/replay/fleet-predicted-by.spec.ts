import { aHostState } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { CalibratedModel } from '../../io-path/calibration/calibrated-model';
import { fleetPredictedBy } from './fleet-predicted-by';

const ONE_HOST: CalibratedModel = {
  version: '2026.11.1+c1',
  scopes: [{ scope: { kind: 'host', name: 'compute-2' }, parameters: {} }],
};

describe('a fleet predicted by another model', () => {
  const fleet = buildFleet([aHostState('compute-1'), aHostState('compute-2')]);

  it('keys the hosts that a scope covers, and leaves the others as they are', () => {
    const { hosts } = fleetPredictedBy(fleet, ONE_HOST);

    expect(hosts.map(({ modelKey }) => modelKey)).toEqual(['', 'host compute-2']);
    expect(hosts[0]).toBe(fleet.hosts[0]);
    expect(hosts[1]?.facets.io).not.toBe(hosts[0]?.facets.io);
  });

  it('has the same content', () => {
    expect(fleetPredictedBy(fleet, ONE_HOST).digest).toBe(fleet.digest);
  });

  it('goes back to the model as shipped', () => {
    expect(fleetPredictedBy(fleetPredictedBy(fleet, ONE_HOST), null).hosts).toEqual(fleet.hosts);
  });

  it('is the very fleet where nothing is keyed otherwise', () => {
    expect(fleetPredictedBy(fleet, null)).toBe(fleet);
  });
});
