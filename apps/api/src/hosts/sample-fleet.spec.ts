import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { canonicalInventory, checkInventory, isNovaAddressable } from '@iopath/core';
import { documentOf } from '../body/wire-body';
import { BulkInventoryDto } from './inventory.dto';
import { toInventory } from './inventory.mapper';

const root = path.resolve(__dirname, '../../../..');
const text = readFileSync(path.join(root, 'examples/fleet.ndjson'), 'utf8');
const documents = text
  .trimEnd()
  .split('\n')
  .map((line) => documentOf(BulkInventoryDto, JSON.parse(line)));
const inventories = documents.map(toInventory);

describe('the sample fleet', () => {
  it('is what its script writes', () => {
    const script = path.join(root, 'scripts/make-sample-fleet.mjs');

    expect(execFileSync(process.execPath, [script, '--print'], { encoding: 'utf8' })).toBe(text);
  });

  it('is 24 hosts of four hardware types, in order of name', () => {
    const names = documents.map((document) => document.host_name);

    expect(names).toHaveLength(24);
    expect(names).toEqual([...new Set(names)].sort());
    expect(new Set(inventories.map((inventory) => inventory.cpu.model)).size).toBe(4);
  });

  it.each(documents.map((document, i) => [document.host_name, i]))('has no fault in %s', (_name, i) => {
    const inventory = inventories[i];

    expect(inventory && checkInventory(inventory)).toEqual([]);
  });

  it.each([
    ['a link that is down', '"linkState":"down"'],
    ['a VF that somebody else uses', '"state":"in_use_externally"'],
    ['an unhealthy VF', '"state":"unhealthy"'],
    ['a quarantined VF', '"state":"quarantined"'],
    ['no IOMMU', '"iommu":{"enabled":false'],
    ['a card in switchdev mode', '"eswitchMode":"switchdev"'],
    ['a device of unknown NUMA node', '"numaNode":null'],
    ['another availability zone', '"availabilityZone":"az2"'],
    ['a DPDK bridge', '"datapath":"netdev"'],
    ['no vhost-net', '"vhost":{"net":false'],
  ])('has a host with %s, so that explanations have something to say', (_case, fact) => {
    expect(inventories.some((inventory) => canonicalInventory(inventory).includes(fact))).toBe(true);
  });

  it('has a device whose address Nova cannot use', () => {
    const addresses = inventories.flatMap((inventory) => inventory.pciDevices).map((device) => device.address);

    expect(addresses.filter((address) => !isNovaAddressable(address))).toEqual(['10000:01:00.0']);
  });
});
