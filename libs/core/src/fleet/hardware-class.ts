import type { Inventory } from '../inventory/inventory';

/**
 * Names the hardware of a host as far as its I/O paths go: processor and kinds of NIC. Hosts with one name are predicted by
 * one another's measurements.
 */
export function hardwareClassOf({ cpu, pfs }: Inventory): string {
  const nics = new Set(pfs.map(({ vendorId, productId }) => `${vendorId}:${productId}`));
  return [cpu.model ?? `unknown ${cpu.arch ?? 'processor'}`, ...[...nics].sort()].join(' / ');
}
