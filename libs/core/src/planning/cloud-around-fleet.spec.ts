import { aHostState, anInventory, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../fleet/build-fleet';
import type { FleetCloud } from '../fleet/fleet';
import { NO_DEMAND } from '../fleet/vf-demand';
import { planRequest } from './plan-request';
import { requestContext } from './request-context';

const HOUR_MS = 3_600_000;
const NOW_MS = 10 * HOUR_MS;

describe('what synchronisations told of the cloud', () => {
  const host = aHostState('compute-1', {
    inventory: anInventory({ observedAtMs: NOW_MS - 60_000, cloudSources: ['nova', 'placement'] }),
  });
  const fleetIn = (cloud: FleetCloud | null) => buildFleet([host], NO_DEMAND, cloud);
  const observed = { nova: NOW_MS - 30_000, placement: NOW_MS - HOUR_MS };

  it('makes a decision as old as the service that has not answered for longest', () => {
    const factsIn = (cloud: FleetCloud | null) => {
      const { decision } = planRequest(aVmRequest(), fleetIn(cloud), { release: '2025.1' });
      return decision.status === 'ready' ? decision.members[0]?.facts.observedAtMs : decision.status;
    };

    expect(factsIn({ observed, neutronExtensions: null })).toBe(NOW_MS - HOUR_MS);
    expect(factsIn(null)).toBe(NOW_MS - 60_000);
  });

  it('is no other fleet for being seen again, and another one for other extensions', () => {
    const digestOf = (cloud: FleetCloud | null) => fleetIn(cloud).digest;

    expect(digestOf({ observed, neutronExtensions: null })).toBe(digestOf(null));
    expect(digestOf({ observed, neutronExtensions: ['qos'] })).not.toBe(digestOf(null));
    expect(digestOf({ observed: {}, neutronExtensions: ['qos'] })).toBe(
      digestOf({ observed, neutronExtensions: ['qos'] }),
    );
  });

  it('counts for extensions unless the operator states them', () => {
    const extensionsBy = (stated: readonly string[] | null) => {
      const cloud = { neutronMechanismDrivers: null, neutronExtensions: stated, pciAliases: null };
      const fleet = fleetIn({ observed, neutronExtensions: ['qos'] });
      return requestContext(aVmRequest(), fleet, { release: '2025.1', cloud }).policy.cloud?.neutronExtensions;
    };

    expect(extensionsBy(null)).toEqual(['qos']);
    expect(extensionsBy([])).toEqual([]);
  });
});
