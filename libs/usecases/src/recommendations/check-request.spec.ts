import type { CloudFacts } from '@iopath/core';
import { aVmRequest } from '@iopath/testing';
import { requestCheck } from './check-request';

const NVME = { name: 'nvme', vendorId: '144d', productId: 'a808', deviceType: null, numaPolicy: null };
const UNKNOWN: CloudFacts = { neutronMechanismDrivers: null, neutronExtensions: null, pciAliases: null };

function faultsOf(extraSpecs: Record<string, string>, cloud?: CloudFacts): unknown {
  const check = requestCheck(cloud === undefined ? { release: '2025.1' } : { release: '2025.1', cloud });
  return check(aVmRequest({ flavor: { ...aVmRequest().flavor, extraSpecs } }));
}

describe('a request that names an alias', () => {
  const flavor = { 'pci_passthrough:alias': 'gpu:1' };

  it('which the cloud does not define is refused in the words of nova-api', () => {
    expect(faultsOf(flavor, { ...UNKNOWN, pciAliases: [NVME] })).toEqual([
      {
        pointer: '/flavor/extra_specs/pci_passthrough:alias',
        code: 'nova.pci_request_alias_not_defined',
        message: 'Nova refuses this (PciRequestAliasNotDefined): PCI alias gpu is not defined.',
      },
    ]);
  });

  it.each<[string, CloudFacts | undefined]>([
    ['it does define', { ...UNKNOWN, pciAliases: [{ ...NVME, name: 'gpu' }] }],
    ['nobody told the aliases of', UNKNOWN],
    ['nobody told anything of', undefined],
  ])('in a cloud that %s is let through', (_case, cloud) => {
    expect(faultsOf(flavor, cloud)).toEqual([]);
  });

  it('is first told of what contradicts itself, as Nova comes to that first', () => {
    const specs = { ...flavor, 'hw:cpu_thread_policy': 'prefer' };

    expect(faultsOf(specs, { ...UNKNOWN, pciAliases: [] })).toEqual([
      expect.objectContaining({ code: 'nova.cpu_thread_policy_configuration_invalid' }),
    ]);
  });
});
