import { anInventory, aPf } from '@iopath/testing';
import { type EarlierDatabase, openDatabaseBefore } from '../../../../test/support/earlier-database';
import { openPersistence } from '../open-persistence';

/** What an inventory of before did not tell is not known, or what Nova does when nothing is set. */
describe('a database from before inventories had facts for every path', () => {
  let database: EarlierDatabase;

  beforeEach(async () => (database = await openDatabaseBefore('20261121063000_add_inventory_facts')));
  afterEach(() => database.close());

  it('gives each inventory, PF, VF, device and bridge the facts that it lacks', async () => {
    const inventory = anInventory({ pfs: [aPf(2), aPf(0, { address: '0000:5e:00.0' })] });
    await database.sql.query(
      `INSERT INTO host (host_name, state, generation, version, aggregates, pfs, vfs, inventory, inventory_hash)
       VALUES ('compute-1', 'active', 1, 1, '{}', 2, 2, $1, 'before')`,
      [JSON.stringify(asOfBefore(inventory))],
    );
    await database.bringUpToDate();
    const persistence = await openPersistence(database.url);
    const [host] = await persistence.fleet.read(['compute-1']);
    await persistence.close();

    expect(host?.inventory).toEqual(inventory);
  });
});

const ADDED = [
  'networkNumaAffinity',
  'packingHostNumaCellsAllocationStrategy',
  'fileBackedMemory',
  'maxQueues',
  'traits',
  'packetRateKpps',
  'vdpaDevice',
  'deviceType',
  'pfAddress',
  'hwOffload',
];

function asOfBefore(inventory: object): unknown {
  return JSON.parse(JSON.stringify(inventory, (key, value: unknown) => (ADDED.includes(key) ? undefined : value)));
}
