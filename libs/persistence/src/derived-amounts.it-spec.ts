import { heldAmounts, hostCapacities, type HostFacts, type Inventory } from '@iopath/core';
import { inventories, loadedHosts, roomyHosts } from '@iopath/testing';
import fc from 'fast-check';
import { LedgerRows } from '../../../test/support/ledger-rows';
import { addRequest, openSpecDatabase, type SpecDatabase } from '../../../test/support/spec-database';

interface Row {
  readonly resource: string;
  readonly place: string;
  /** Of a bigint, which `pg` gives as text. */
  readonly value: string | null;
}

/** Rules that stand twice, in the core and in SQL, say the same. */
describe('the database', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());

  const read = async (text: string, value: string): Promise<readonly string[]> => {
    const { rows } = await database.sql.query<Row>(text, [value]);
    return rows.map((row) => `${row.resource} ${row.place} ${row.value}`).sort();
  };

  it('derives from an inventory what the core derives', async () => {
    const ratio = fc.double({ min: 0.01, max: 20, noNaN: true });
    const inventory = fc.oneof(
      inventories(),
      roomyHosts().map((host) => host.inventory),
    );
    const any = fc
      .tuple(inventory, ratio, ratio)
      .map(([each, cpu, ram]): Inventory => ({ ...each, allocationRatios: { cpu, ram, disk: ram } }));
    for (const each of fc.sample(any, 40)) {
      const derived = await read(
        'SELECT resource, place, capacity AS value FROM host_capacities($1)',
        JSON.stringify(each),
      );

      expect(derived).toEqual(
        hostCapacities(each)
          .map(({ resource, place, capacity }) => `${resource} ${place} ${capacity}`)
          .sort(),
      );
    }
  });

  it('adds up what the core adds up, at once and as rows are written', async () => {
    for (const [nth, host] of fc.sample(loadedHosts(), 12).entries()) {
      const hostName = `compute-${nth}`;
      await database.hosts.putInventory(hostName, null, host.inventory);
      await writeClaims(host, hostName);
      const expected = heldAmounts(host.claims)
        .map(({ resource, place, amount }) => `${resource} ${place} ${amount}`)
        .sort();

      const atOnce = 'SELECT resource, place, amount AS value FROM held_amounts WHERE host_name = $1';
      expect(await read(atOnce, hostName)).toEqual(expected);
      const asWritten = 'SELECT resource, place, used AS value FROM host_capacity WHERE host_name = $1 AND used > 0';
      expect(await read(asWritten, hostName)).toEqual(expected);
    }
  });

  /** Loaded hosts are loaded beyond what Nova allows here and there, so their capacities are let go. */
  const writeClaims = async ({ claims }: HostFacts, hostName: string): Promise<void> => {
    await database.sql.query('UPDATE host_capacity SET capacity = NULL WHERE host_name = $1', [hostName]);
    const rows = new LedgerRows(database.sql, await addRequest(database));
    for (const { vcpus, pcpus, memoryMib, diskGib, cells, devices } of claims) {
      const compute = { vcpus, pcpus, memoryMib, diskGib, cells: cells.map(asGuestCell) };
      const reservation = await rows.reservation(compute, { host_name: hostName });
      for (const device of devices) {
        await rows.allocation({
          reservation_id: reservation,
          host_name: hostName,
          kind: device.kind,
          pf_address: device.pfAddress,
          device_address: device.address,
          bandwidth_mbps: device.bandwidthMbps,
          packet_rate_kpps: device.packetRateKpps,
        });
      }
    }
  };
});

function asGuestCell(cell: HostFacts['claims'][number]['cells'][number], guestCell: number) {
  return { ...cell, guestCell, pinning: {} };
}
