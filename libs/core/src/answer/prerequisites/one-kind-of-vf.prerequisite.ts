import type { HostState, PfState } from '../../fleet/host-state';
import type { OperatorPrerequisite } from '../../planning/decision';
import type { ScoredNic } from '../../planning/search/score-candidate';
import type { PrerequisitesOf } from './prerequisite';

/**
 * Nova picks any free VF of the port's network and type: it cannot tell legacy from switchdev, nor a VF with a network
 * interface from one without (`nova/network/neutron.py create_resource_requests`, handbook 2.1). Where a host has both on
 * one network the answer holds only if the operator takes them apart. A tunnelled network is the worst: its ports match
 * every VF without a physical_network, those meant for flavor aliases included (handbook 2.5).
 */
export const oneKindOfVf: PrerequisitesOf = ({ host, assignment: { nics } }, { request }) =>
  nics.flatMap((nic, index) => {
    const network = request.nics[index]?.physicalNetwork ?? null;
    const others = nic.path.vfKind === null || nic.path.vfKind === 'vdpa' ? [] : mistakable(nic, network, host);
    return others.length === 0 ? [] : [apart(nic, network, others)];
  });

/** Addresses of PFs and devices of which Nova might take a VF for the port that its path cannot use. */
function mistakable({ path }: ScoredNic, network: string | null, host: HostState): readonly string[] {
  const isUnfit = ({ pf, freeVfs, netdevVfs, vdpaVfs }: PfState): boolean => {
    const plain = freeVfs.length - vdpaVfs.length;
    const isSwitchdev = pf.eswitchMode === 'switchdev';
    if (plain <= 0) return false;
    return (
      isSwitchdev !== (path.needs.eswitch === 'switchdev') || (path.vfKind === 'netdev' && netdevVfs.length < plain)
    );
  };
  const onNetwork = host.pfs.filter(({ pf }) => pf.physicalNetwork?.toLowerCase() === network?.toLowerCase());
  const untagged = network !== null ? [] : host.freePciDevices.filter(({ deviceType }) => deviceType === 'type-VF');
  return [...onNetwork.filter(isUnfit).map(({ pf }) => pf.address), ...untagged.map(({ address }) => address)];
}

function apart({ path }: ScoredNic, network: string | null, others: readonly string[]): OperatorPrerequisite {
  return {
    code: 'pci.one_kind_of_vf',
    what: `Nova cannot tell VFs for ${path.name} from those of ${others.join(', ')}: keep the latter off ${network ?? 'tunnelled networks'}, by a physical network of their own or out of device_spec`,
    snippet: `[pci]\ndevice_spec = {"address": "${others[0] ?? ''}", "physical_network": "<a network of its own>"}`,
    met: false,
  };
}
