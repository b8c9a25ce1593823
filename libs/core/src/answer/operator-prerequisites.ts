import type { PfState } from '../fleet/host-state';
import type { PciDevice } from '../inventory/inventory';
import { isAtLeast, TRUSTED_PORTS_SINCE } from '../nova/openstack-release';
import type { OperatorPrerequisite } from '../planning/decision';
import type { Candidate } from '../planning/evaluate-host';
import type { RequestContext } from '../planning/request-context';

/** What must be set up in the cloud for the answer to hold; the inventory cannot tell most of it, so `met` is null there. */
export function operatorPrerequisites(
  { assignment }: Candidate,
  context: RequestContext,
): readonly OperatorPrerequisite[] {
  const { nics, disks, aliasDevices, anchor } = assignment;
  const wanted: OperatorPrerequisite[] = [];
  for (const [index, { path, pf }] of nics.entries()) {
    const isTrusted = path.takes === 'vf' && context.request.nics[index]?.trusted === true;
    if (pf !== null) wanted.push(deviceSpec(pf, path.takes === 'pf', isTrusted));
    if (isTrusted && isAtLeast(context.policy.release, TRUSTED_PORTS_SINCE)) wanted.push(PORT_TRUSTED_EXTENSION);
  }
  for (const { device } of disks) if (device !== null) wanted.push(aliasOf(device));
  wanted.push(...aliasDevices.map(aliasOf));
  if (wanted.length > 0) wanted.push(PCI_FILTER);
  if (nics.some(({ pf }) => pf !== null)) wanted.push(SRIOV_DRIVER);
  if (anchor.topology !== null) wanted.push(NUMA_FILTER);
  const portSaysPolicy = nics.some(({ pf }, index) => pf !== null && context.request.nics[index]?.numaAffinityPolicy);
  if (portSaysPolicy && anchor.topology !== null) wanted.push(PORT_POLICY_EXTENSION);
  if (nics.some(({ path }) => path.name === 'vhost_net')) wanted.push(VHOST_NET);
  const seen = new Set<string>();
  return wanted.filter(({ snippet }) => !seen.has(snippet) && seen.add(snippet));
}

const PCI_FILTER: OperatorPrerequisite = {
  code: 'nova.pci_passthrough_filter',
  what: 'the scheduler must look at PCI devices; the filter is not enabled by default',
  snippet: '[filter_scheduler]\nenabled_filters = <your filters>,PciPassthroughFilter',
  met: null,
};

const NUMA_FILTER: OperatorPrerequisite = {
  code: 'nova.numa_topology_filter',
  what: 'the scheduler must look at NUMA; the filter is not enabled by default',
  snippet: '[filter_scheduler]\nenabled_filters = <your filters>,NUMATopologyFilter',
  met: null,
};

const SRIOV_DRIVER: OperatorPrerequisite = {
  code: 'neutron.sriov_nic_agent',
  what: 'ports of vnic_type direct and direct-physical bind through sriovnicswitch, direct only where a NIC Switch agent is alive',
  snippet: '[ml2]\nmechanism_drivers = <your drivers>,sriovnicswitch',
  met: null,
};

const PORT_POLICY_EXTENSION: OperatorPrerequisite = {
  code: 'neutron.port_numa_affinity_policy',
  what: 'the port attribute numa_affinity_policy needs its service plugin; without it the flavor alone states the policy',
  snippet: '[DEFAULT]\nservice_plugins = <your plugins>,port_numa_affinity_policy',
  met: null,
};

const PORT_TRUSTED_EXTENSION: OperatorPrerequisite = {
  code: 'neutron.port_trusted',
  what: 'the port attribute trusted needs its ML2 extension driver',
  snippet: '[ml2]\nextension_drivers = <your drivers>,port_trusted',
  met: null,
};

const VHOST_NET: OperatorPrerequisite = {
  code: 'host.vhost_net',
  what: 'libvirt falls back to QEMU without a word where /dev/vhost-net is not usable',
  snippet: 'modprobe vhost_net',
  met: true,
};

/** Nova gives a trusted port only devices that are tagged so (handbook 2.5). */
function deviceSpec({ pf, freeVfs }: PfState, isWhole: boolean, isTrusted: boolean): OperatorPrerequisite {
  const vf = freeVfs[0];
  const spec = {
    vendor_id: isWhole ? pf.vendorId : (vf?.vendorId ?? pf.vendorId),
    product_id: isWhole ? pf.productId : (vf?.productId ?? pf.productId),
    physical_network: pf.physicalNetwork,
    ...(isTrusted ? { trusted: 'true' } : {}),
  };
  return {
    code: 'pci.device_spec',
    what: `nova-compute must offer ${isWhole ? 'the PF' : 'the VFs'} of ${pf.address} on ${pf.physicalNetwork}`,
    snippet: `[pci]\ndevice_spec = ${JSON.stringify(spec)}`,
    met: null,
  };
}

function aliasOf({ alias, vendorId, productId }: PciDevice): OperatorPrerequisite {
  const definition = { name: alias, vendor_id: vendorId, product_id: productId, device_type: 'type-PCI' };
  const spec = { vendor_id: vendorId, product_id: productId };
  return {
    code: 'pci.alias',
    what: `the alias ${alias} must be defined alike for nova-api and every nova-compute; a drive with SR-IOV capability is type-PF`,
    snippet: `[pci]\nalias = ${JSON.stringify(definition)}\ndevice_spec = ${JSON.stringify(spec)}`,
    met: null,
  };
}
