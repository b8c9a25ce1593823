import type { OperatorPrerequisite } from '../../planning/decision';
import type { Candidate } from '../../planning/search/evaluate-host';
import type { RequestContext } from '../../planning/request-context';
import { aliasDeviceSpec } from './alias-device-spec.prerequisite';
import { cpuDedicatedSet } from './cpu-dedicated-set.prerequisite';
import { deviceWiping } from './device-wiping.prerequisite';
import { disjointPools } from './disjoint-pools.prerequisite';
import { hardwareOffload } from './hardware-offload.prerequisite';
import { hugePages } from './huge-pages.prerequisite';
import { nicSwitchAgent } from './nic-switch-agent.prerequisite';
import { numaTopologyFilter } from './numa-topology-filter.prerequisite';
import { oneKindOfVf } from './one-kind-of-vf.prerequisite';
import { ovsDpdk } from './ovs-dpdk.prerequisite';
import { ovsDriver } from './ovs-driver.prerequisite';
import { pathTrait } from './path-trait.prerequisite';
import { pciAlias } from './pci-alias.prerequisite';
import { pciDeviceSpec } from './pci-device-spec.prerequisite';
import { pciPassthroughFilter } from './pci-passthrough-filter.prerequisite';
import { portNumaAffinityPolicy } from './port-numa-affinity-policy.prerequisite';
import { portTrusted } from './port-trusted.prerequisite';
import type { PrerequisitesOf } from './prerequisite';
import { sriovNicAgent } from './sriov-nic-agent.prerequisite';
import { vdpaDevices } from './vdpa-devices.prerequisite';
import { vhostNet } from './vhost-net.prerequisite';

/** In the order in which an operator sets things up: devices, scheduler, network, host. */
const PREREQUISITES: readonly PrerequisitesOf[] = [
  pciDeviceSpec,
  oneKindOfVf,
  portTrusted,
  pciAlias,
  aliasDeviceSpec,
  disjointPools,
  deviceWiping,
  pciPassthroughFilter,
  sriovNicAgent,
  nicSwitchAgent,
  ovsDriver,
  numaTopologyFilter,
  portNumaAffinityPolicy,
  hardwareOffload,
  vdpaDevices,
  ovsDpdk,
  vhostNet,
  cpuDedicatedSet,
  hugePages,
  pathTrait,
];

/** What must be set up in the cloud for the answer to hold, each thing once; `met` is null where nothing tells. */
export function operatorPrerequisites(candidate: Candidate, context: RequestContext): readonly OperatorPrerequisite[] {
  const seen = new Set<string>();
  return PREREQUISITES.flatMap((prerequisitesOf) => prerequisitesOf(candidate, context)).filter(
    ({ snippet }) => !seen.has(snippet) && seen.add(snippet),
  );
}
