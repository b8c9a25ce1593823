import type { PciDeviceType } from '../inventory/inventory';
import type { NumaAffinityPolicy } from '../request/vm-request';

/** One entry of a flavor's `pci_passthrough:alias`. */
export interface AliasRequest {
  readonly alias: string;
  readonly count: number;
}

/** The extra spec by which a flavor asks for devices. */
export const PCI_ALIAS_SPEC = 'pci_passthrough:alias';

/** Reads `pci_passthrough:alias` (`name:count[,name:count]`, `nova/pci/request.py`); what is malformed was refused before. */
export function flavorAliases(extraSpecs: Readonly<Record<string, string>>): readonly AliasRequest[] {
  const spec = extraSpecs[PCI_ALIAS_SPEC];
  if (spec === undefined) return [];
  return spec.split(',').flatMap((entry) => {
    const [alias, count] = entry.split(':').map((part) => part.trim());
    return alias === undefined || count === undefined ? [] : [{ alias, count: Number(count) }];
  });
}

/** Writes it back, equal names added up, in order of first appearance. */
export function formatAliases(requests: readonly AliasRequest[]): string {
  const counts = new Map<string, number>();
  for (const { alias, count } of requests) counts.set(alias, (counts.get(alias) ?? 0) + count);
  return [...counts].map(([alias, count]) => `${alias}:${count}`).join(',');
}

/** One entry of Nova's `[pci]alias` (`nova/pci/request.py _ALIAS_SCHEMA`). Entries of one name are alternatives. */
export interface PciAliasDefinition {
  readonly name: string;
  readonly vendorId: string | null;
  readonly productId: string | null;
  /** Without one, VFs and type-PCI devices match and PFs do not. */
  readonly deviceType: PciDeviceType | null;
  readonly numaPolicy: NumaAffinityPolicy | null;
}
