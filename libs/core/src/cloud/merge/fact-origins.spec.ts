import { anInventory } from '@iopath/testing';
import { factOrigins } from './fact-origins';
import type { HostSources } from './host-sources';

const put = { ...anInventory(), availabilityZone: 'put', rack: null };
const nova: HostSources['nova'] = {
  host: 'compute-1',
  hypervisorHostname: null,
  hypervisorId: null,
  hypervisorType: null,
  hypervisorVersion: null,
  service: { status: 'enabled', state: 'up', disabledReason: null },
  availabilityZone: 'nova',
  aggregates: [],
};
const NOTHING: HostSources = { put: null, nova: null, placement: null, neutron: null };
const originOf = (sources: Partial<HostSources>, fact: string) =>
  factOrigins({ ...NOTHING, ...sources }).find((origin) => origin.fact === fact);

describe('whose word a fact is', () => {
  it('is that of the first who tells it, and the others are named', () => {
    expect(originOf({ put, nova }, 'availability_zone')).toMatchObject({ source: 'nova', others: ['put'] });
    expect(originOf({ put }, 'availability_zone')).toMatchObject({ source: 'put', others: [] });
    expect(originOf({ put, nova }, 'numa_nodes')).toMatchObject({ source: 'put', others: [] });
  });

  it('is nobody’s where nobody tells it', () => {
    expect(originOf({ put, nova }, 'rack')).toMatchObject({ source: null });
    expect(originOf({ put }, 'compute_service')).toMatchObject({ source: null });
    expect(originOf({ put, nova }, 'versions')?.others).toEqual([]);
  });

  it('takes from Neutron only what agents map', () => {
    const agent = { agentType: 'NIC Switch agent', alive: true, adminStateUp: true, bridgeMappings: {} };
    const pfs = anInventory().pfs.map((pf) => ({ ...pf, physicalNetwork: null }));
    const withMappings = (deviceMappings: Record<string, readonly string[]>) => {
      return originOf(
        { put: { ...put, pfs }, neutron: { agents: [{ ...agent, deviceMappings }] } },
        'pfs.physical_network',
      );
    };

    expect(withMappings({ physnet1: ['ens1f0'] })).toMatchObject({ source: 'neutron' });
    expect(withMappings({})).toMatchObject({ source: null });
  });
});
