import type { PciDeviceType } from '../inventory/inventory';
import type { Flavor, NumaAffinityPolicy } from '../request/vm-request';
import { extraSpecPointer, type NovaRefusal } from './nova-refusal';
import { flavorAliases, PCI_ALIAS_SPEC, type PciAliasDefinition } from './pci-alias';

/** What an alias is compared with: the pool key of a device (`nova/pci/stats.py PciDeviceStats.pool_keys`). */
export interface DeviceIdentity {
  readonly vendorId: string;
  readonly productId: string;
  readonly deviceType: PciDeviceType;
}

/**
 * Nova's `[pci]alias`, read as `nova/pci/request.py _get_alias_from_config` reads it: entries of one name are
 * alternatives, and share device type and NUMA policy (checked by `readPciAliases`).
 */
export class PciAliases {
  private readonly byName = new Map<string, PciAliasDefinition[]>();

  constructor(definitions: readonly PciAliasDefinition[]) {
    for (const definition of definitions) {
      const namesakes = this.byName.get(definition.name);
      if (namesakes === undefined) this.byName.set(definition.name, [definition]);
      else namesakes.push(definition);
    }
  }

  /** In the order of their first definition. */
  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  /** The alternatives of a name; empty when it is not defined. */
  definitionsOf(name: string): readonly PciAliasDefinition[] {
    return this.byName.get(name) ?? [];
  }

  isDefined(name: string): boolean {
    return this.byName.has(name);
  }

  /** The policy that its requests carry unless flavor or image state one; null, which Nova takes for `legacy`. */
  numaPolicyOf(name: string): NumaAffinityPolicy | null {
    return this.byName.get(name)?.[0]?.numaPolicy ?? null;
  }

  /**
   * Whether Nova may give the device for the alias, NUMA aside. What a definition leaves out matches everything, except
   * that a PF goes to those only who ask for `type-PF` (`_filter_pools_for_spec`, `_filter_pools_for_unrequested_pfs`).
   * No physical network is compared: a VF that is tagged for Neutron is matched like any other (handbook 2.5).
   */
  matches(name: string, device: DeviceIdentity): boolean {
    return this.definitionsOf(name).some((definition) => matchesDefinition(definition, device));
  }
}

/** Ids are compared without case (`nova/pci/utils.py pci_device_prop_match`). */
function matchesDefinition({ vendorId, productId, deviceType }: PciAliasDefinition, device: DeviceIdentity): boolean {
  const equals = (wanted: string | null, value: string): boolean =>
    wanted === null || wanted.toLowerCase() === value.toLowerCase();
  if (!equals(vendorId, device.vendorId) || !equals(productId, device.productId)) return false;
  return deviceType === null ? device.deviceType !== 'type-PF' : deviceType === device.deviceType;
}

/**
 * What nova-api answers a flavor with that names an alias it does not know (`PciRequestAliasNotDefined`, a 400); null when
 * all are known.
 *
 * @param aliases Null when nobody told which there are: then none can be found missing.
 */
export function undefinedAliasRefusal(
  extraSpecs: Flavor['extraSpecs'],
  aliases: PciAliases | null,
): NovaRefusal | null {
  const missing = flavorAliases(extraSpecs).find(({ alias }) => aliases !== null && !aliases.isDefined(alias));
  if (missing === undefined) return null;
  return {
    exception: 'PciRequestAliasNotDefined',
    message: `PCI alias ${missing.alias} is not defined.`,
    pointer: extraSpecPointer(PCI_ALIAS_SPEC),
  };
}
