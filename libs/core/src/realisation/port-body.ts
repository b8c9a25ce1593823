import type { Fault } from '../fault';
import type { PortAnswer } from '../planning/decision';
import { type GuestBlueprint, portName } from './guest-blueprint';

/** What a port is created with, beside what the recommendation says. */
export interface PortChoices {
  readonly networkId: string;
  /** Whose port it is to be; null: that of whoever creates it. */
  readonly projectId: string | null;
  /** Null: as Neutron has it by default. */
  readonly portSecurity: boolean | null;
}

/** Attributes of `POST /v2.0/ports`, in Neutron's names. */
export type PortAttributes = Readonly<Record<string, unknown>>;

export type PortBody =
  | {
      readonly ok: true;
      readonly body: PortAttributes & { readonly name: string; readonly network_id: string };
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly fault: Fault };

/**
 * A port as Neutron of this cloud takes it: an attribute is sent only where its extension is there, because Neutron
 * refuses ports with one that it does not know. What can be said in another way is said so; what cannot is a fault.
 *
 * @param extensions aliases of `GET /v2.0/extensions`
 */
export function portBody(
  blueprint: GuestBlueprint,
  port: PortAnswer,
  choices: PortChoices,
  extensions: readonly string[],
): PortBody {
  const policy = numaPolicy(blueprint, port, extensions);
  if (typeof policy === 'object' && policy !== null) return { ok: false, fault: policy };
  const { attributes, profile } = portAttributes(port, extensions);
  const security = choices.portSecurity !== null && extensions.includes('port-security');
  return {
    ok: true,
    notes: port.notes.map((note) => `${port.name}: ${note}`),
    body: {
      name: portName(blueprint, port.name),
      network_id: choices.networkId,
      'binding:vnic_type': port.vnicType,
      ...(Object.keys(profile).length === 0 ? {} : { 'binding:profile': profile }),
      ...(policy === null ? {} : { numa_affinity_policy: policy }),
      ...attributes,
      ...(security ? { port_security_enabled: choices.portSecurity } : {}),
      ...(choices.projectId === null ? {} : { project_id: choices.projectId }),
    },
  };
}

/** Trust and offload by the attribute of their own where Neutron has it, else in the profile (extensions `port-trusted-vif`, `port-hardware-offload-type`). */
function portAttributes({ bindingProfile, trusted, hardwareOffloadType }: PortAnswer, extensions: readonly string[]) {
  const attributes: Record<string, unknown> = {};
  const profile: Record<string, unknown> = { ...bindingProfile };
  if (trusted !== null) {
    if (extensions.includes('port-trusted-vif')) attributes['trusted'] = trusted;
    else if (trusted) profile['trusted'] = 'true';
  }
  if (hardwareOffloadType !== null) {
    if (extensions.includes('port-hardware-offload-type')) attributes['hardware_offload_type'] = hardwareOffloadType;
    else profile['capabilities'] = [hardwareOffloadType];
  }
  return { attributes, profile };
}

/**
 * Where the cloud's ports know no policy, the flavor's holds (`nova/network/neutron.py create_resource_requests`): no harm is done when it says the same, or
 * when the port asks for no more than Nova's default.
 */
function numaPolicy(
  { flavor, image }: GuestBlueprint,
  { name, numaAffinityPolicy: wanted }: PortAnswer,
  extensions: readonly string[],
): string | Fault | null {
  if (wanted === null) return null;
  const needed = ['port-numa-affinity-policy', ...(wanted === 'socket' ? ['port-numa-affinity-policy-socket'] : [])];
  const lacking = needed.filter((alias) => !extensions.includes(alias));
  if (lacking.length === 0) return wanted;
  const otherwise =
    flavor.extraSpecs['hw:pci_numa_affinity_policy'] ?? image.properties['hw_pci_numa_affinity_policy'] ?? 'legacy';
  if (otherwise === wanted) return null;
  return {
    pointer: `/networks/${name}`,
    code: 'port.extension_missing',
    message: `the port has to say numa_affinity_policy ${wanted}, and Neutron lacks ${lacking.join(' and ')}; the guest would have ${otherwise}`,
  };
}
