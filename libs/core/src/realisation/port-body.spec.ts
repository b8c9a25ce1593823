import { aGuestBlueprint, aPortAnswer, BLUEPRINT_RECOMMENDATION } from '@iopath/testing';
import { portBody } from './port-body';

const CHOICES = { networkId: 'n1', projectId: null, portSecurity: null };
const GUEST = aGuestBlueprint();

describe('the body of a port', () => {
  it('says what the recommendation says, under a name that can be found again', () => {
    const port = aPortAnswer({ numaAffinityPolicy: 'required', bindingProfile: { capabilities: ['switchdev'] } });

    expect(portBody(GUEST, port, CHOICES, ['port-numa-affinity-policy'])).toMatchObject({
      ok: true,
      body: {
        name: `iopath-${BLUEPRINT_RECOMMENDATION}-0-data`,
        network_id: 'n1',
        'binding:vnic_type': 'direct',
        'binding:profile': { capabilities: ['switchdev'] },
        numa_affinity_policy: 'required',
      },
    });
  });

  it('has no attribute that nobody asked for', () => {
    expect(portBody(GUEST, aPortAnswer(), CHOICES, ['port-security', 'port-trusted-vif'])).toMatchObject({
      body: { name: expect.any(String) as string, network_id: 'n1', 'binding:vnic_type': 'direct' },
    });
    const read = portBody(GUEST, aPortAnswer(), CHOICES, []);
    expect(read.ok && Object.keys(read.body)).toEqual(['name', 'network_id', 'binding:vnic_type']);
  });

  it('says trust and offload by their attributes, or in the profile where Neutron has none', () => {
    const port = aPortAnswer({ trusted: true, hardwareOffloadType: 'switchdev' });
    const [modern, old] = [['port-trusted-vif', 'port-hardware-offload-type'], []];

    expect(portBody(GUEST, port, CHOICES, modern)).toMatchObject({
      body: { trusted: true, hardware_offload_type: 'switchdev' },
    });
    expect(portBody(GUEST, port, CHOICES, old)).toMatchObject({
      body: { 'binding:profile': { trusted: 'true', capabilities: ['switchdev'] } },
    });
  });

  it('goes without its NUMA policy only where the guest has the same otherwise', () => {
    const required = aPortAnswer({ numaAffinityPolicy: 'required' });
    const stated = { ...GUEST.flavor, extraSpecs: { 'hw:pci_numa_affinity_policy': 'required' } };

    expect(portBody(GUEST, required, CHOICES, [])).toMatchObject({
      ok: false,
      fault: { code: 'port.extension_missing' },
    });
    expect(portBody(aGuestBlueprint({ flavor: stated }), required, CHOICES, []).ok).toBe(true);
    expect(portBody(GUEST, aPortAnswer({ numaAffinityPolicy: 'legacy' }), CHOICES, []).ok).toBe(true);
    const socket = aPortAnswer({ numaAffinityPolicy: 'socket' });
    expect(portBody(GUEST, socket, CHOICES, ['port-numa-affinity-policy']).ok).toBe(false);
  });

  it('belongs to the project that was named, and has the port security that was asked for', () => {
    expect(
      portBody(GUEST, aPortAnswer(), { networkId: 'n1', projectId: 'p1', portSecurity: false }, ['port-security']),
    ).toMatchObject({ body: { project_id: 'p1', port_security_enabled: false } });
  });
});
