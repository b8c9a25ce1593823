import { roomyHosts, vmRequests } from '@iopath/testing';
import fc from 'fast-check';
import { aliasPool } from '../../feasibility/alias-pool';
import { compileHost, type HostFacts } from '../../fleet/compile-host';
import type { Inventory } from '../../inventory/inventory';
import { flavorAliases, type PciAliasDefinition } from '../../nova/pci-alias';
import { PciAliases, type DeviceIdentity } from '../../nova/pci-aliases';
import type { VmRequest } from '../../request/vm-request';
import type { Placement } from '../decision';
import { placeOnHost } from '../search/place-on-host';

const RUNS = { numRuns: 150 };

const DEFINITIONS: readonly PciAliasDefinition[] = [
  { name: 'vf', vendorId: '15b3', productId: null, deviceType: 'type-VF', numaPolicy: 'preferred' },
  { name: 'nic', vendorId: '15b3', productId: null, deviceType: 'type-PF', numaPolicy: null },
  { name: 'any', vendorId: null, productId: null, deviceType: null, numaPolicy: 'required' },
  { name: 'nvme', vendorId: '144d', productId: null, deviceType: null, numaPolicy: null },
];
const ALIASES = new PciAliases(DEFINITIONS);
const POLICY = {
  release: '2025.1',
  cloud: { neutronMechanismDrivers: null, neutronExtensions: null, pciAliases: DEFINITIONS },
} as const;

const aliasSpec = fc
  .array(fc.tuple(fc.constantFrom('vf', 'nic', 'any', 'nvme'), fc.integer({ min: 1, max: 2 })), {
    minLength: 1,
    maxLength: 2,
  })
  .map((entries) => entries.map(([name, count]) => `${name}:${count}`).join(','));

/** Requests of any kind whose flavor asks for devices by alias besides. */
const requests: fc.Arbitrary<VmRequest> = fc.tuple(vmRequests(), aliasSpec).map(([request, spec]) => ({
  ...request,
  flavor: { ...request.flavor, extraSpecs: { ...request.flavor.extraSpecs, 'pci_passthrough:alias': spec } },
}));

/** What Nova sees of each function of a host. */
function identities({ pfs, pciDevices }: Inventory): ReadonlyMap<string, DeviceIdentity> {
  const all = new Map<string, DeviceIdentity>(pciDevices.map((device) => [device.address, device]));
  for (const pf of pfs) {
    all.set(pf.address, { ...pf, deviceType: 'type-PF' });
    for (const vf of pf.vfs) all.set(vf.address, { ...vf, deviceType: 'type-VF' });
  }
  return all;
}

/** Runs a check on the placements of arbitrary requests by alias on arbitrary hosts, and tells how many there were. */
function onPlacements(check: (placement: Placement, request: VmRequest, facts: HostFacts) => void): number {
  let placed = 0;
  fc.assert(
    fc.property(requests, roomyHosts(), (request, facts) => {
      const placement = placeOnHost(request, compileHost(facts), POLICY);
      if (placement === null) return;
      placed++;
      check(placement, request, facts);
    }),
    RUNS,
  );
  return placed;
}

describe('devices by alias, on any host and beside any ports', () => {
  it('are as many as asked for, and all match their alias', () => {
    const placed = onPlacements(({ devices }, request, { inventory }) => {
      const known = identities(inventory);
      const matched = devices.flatMap(({ device, address }) => {
        const [name = ''] = device.split('#');
        const identity = known.get(address);
        return device.includes('#') && identity !== undefined && ALIASES.matches(name, identity) ? [name] : [];
      });
      const asked = flavorAliases(request.flavor.extraSpecs).flatMap(({ alias, count }) =>
        Array.from({ length: count }, () => alias),
      );

      expect(matched.sort()).toEqual(asked.sort());
    });

    expect(placed).toBeGreaterThan(0);
  });

  it('are never given twice, and never a PF beside a VF of it', () => {
    onPlacements(({ devices }) => {
      const addresses = devices.map(({ address }) => address);
      const whole = new Set(devices.filter(({ kind }) => kind === 'pf').map(({ address }) => address));

      expect(new Set(addresses).size).toBe(addresses.length);
      expect(devices.filter(({ kind, pfAddress }) => kind === 'vf' && whole.has(pfAddress ?? ''))).toEqual([]);
    });
  });

  it('are gone from every pool once they are claimed', () => {
    onPlacements(({ devices, compute }, request, facts) => {
      const claim = { ...compute, reservationId: 'r1', projectId: request.projectId, devices, groupId: null };
      const host = compileHost({ ...facts, claims: [claim] });
      const left = ALIASES.names.flatMap((name) => aliasPool(host, name, ALIASES)).map(({ address }) => address);

      expect(devices.filter(({ address }) => left.includes(address))).toEqual([]);
    });
  });
});
