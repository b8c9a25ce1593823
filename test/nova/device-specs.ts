import {
  type Inventory,
  PciDeviceSpecs,
  type PciDeviceSpec,
  type PhysicalFunction,
  readPciDeviceSpecs,
} from '@iopath/core';
import { anInventory, aPciDevice, aPf, type Random, randomOf } from '@iopath/testing';
import type { DeviceSpecQuestion, NovaProcess } from './driver/nova-process';

export interface DeviceSpecSummary {
  /** Sets of entries, each put to a host of its own. */
  readonly runs: number;
  /** Sets that nova-compute would not start with. */
  readonly refused: number;
  readonly devices: number;
  readonly givenOut: number;
  readonly disagreements: readonly {
    readonly run: number;
    readonly question: DeviceSpecQuestion;
    readonly core: readonly (number | null)[] | null;
    readonly nova: readonly (number | null)[] | null;
  }[];
}

/** Asks Nova's whitelist which entry gives each device of a random host out, and compares. */
export async function runDeviceSpecs(
  nova: NovaProcess,
  { seed, runs }: { readonly seed: number; readonly runs: number },
): Promise<DeviceSpecSummary> {
  const disagreements: DeviceSpecSummary['disagreements'][number][] = [];
  let refused = 0;
  let devices = 0;
  let givenOut = 0;
  for (let run = 0; run < runs; run++) {
    const random = randomOf(seed, 'device-spec', run);
    const host = hostOf(random);
    const values = Array.from({ length: random.integer(1, 3) }, () => JSON.stringify(valueOf(random)));
    const question = questionOf(host, values);
    const said = await nova.askDeviceSpec(question);
    const core = positionsByCore(host, question);
    if (said === null) refused++;
    devices += said?.length ?? 0;
    givenOut += said?.filter((position) => position !== null).length ?? 0;
    if (JSON.stringify(said) !== JSON.stringify(core)) disagreements.push({ run, question, core, nova: said });
  }
  return { runs, refused, devices, givenOut, disagreements: disagreements.slice(0, 5) };
}

/** Few addresses and ids, so that entries meet devices. */
const BUSES = ['0a', '3b', '86'];
const VENDORS = ['8086', '15b3'];
const PRODUCTS = ['1572', '154c'];

function hostOf(random: Random): Inventory {
  const pfs = BUSES.flatMap((bus) =>
    ['0', '1'].map((fn) => pfAt(`${random.pick(['0000', '0001'])}:${bus}:00.${fn}`, random)),
  );
  return anInventory({ pfs, pciDevices: [aPciDevice({ address: '0000:3b:1f.7', vendorId: random.pick(VENDORS) })] });
}

function pfAt(address: string, random: Random): PhysicalFunction {
  const count = random.integer(0, 3);
  const [domain, bus, rest] = address.split(':') as [string, string, string];
  const ids = { vendorId: random.pick(VENDORS), productId: random.pick(PRODUCTS) };
  const vfs = aPf(count).vfs.map((vf, i) => ({
    ...vf,
    ...ids,
    productId: random.pick(PRODUCTS),
    address: `${domain}:${bus}:0${i + 1}.${rest.at(-1)}`,
    ifname: `${bus}f${rest.at(-1)}v${i}`,
  }));
  return aPf(0, { address, ...ids, ifname: `${bus}f${rest.at(-1)}`, totalVfs: count + random.integer(0, 1), vfs });
}

function questionOf({ pfs, pciDevices }: Inventory, values: readonly string[]): DeviceSpecQuestion {
  const vfs = pfs.flatMap((pf) => pf.vfs.map((vf) => ({ ...vf, pfAddress: pf.address })));
  const all = [...pfs.map((pf) => ({ ...pf, pfAddress: null })), ...vfs, ...pciDevices];
  const named = [...pfs, ...vfs].map(({ ifname, address }) => [ifname ?? '', address] as const);
  return {
    device_spec: values,
    devices: all.map(({ address, vendorId, productId, pfAddress }) => ({
      address,
      vendor_id: vendorId,
      product_id: productId,
      parent_addr: pfAddress,
    })),
    interfaces: Object.fromEntries(named),
    physical_functions: pfs.filter(({ totalVfs }) => (totalVfs ?? 0) > 0).map(({ address }) => address),
  };
}

function positionsByCore(host: Inventory, { device_spec, devices }: DeviceSpecQuestion): (number | null)[] | null {
  const entries: PciDeviceSpec[] = [];
  for (const value of device_spec) {
    const read = readPciDeviceSpecs(JSON.parse(value));
    if (!read.ok) return null;
    entries.push(...read.specs);
  }
  const specs = new PciDeviceSpecs(entries, host);
  return devices.map(({ address, vendor_id: vendorId, product_id: productId, parent_addr: pfAddress }) => {
    const spec = specs.specOf({ address, vendorId, productId, pfAddress });
    return spec === null ? null : entries.indexOf(spec);
  });
}

function valueOf(random: Random): unknown {
  if (random.chance(0.02)) return random.pick<unknown>([null, 5, 'text', [[]], [null]]);
  return random.chance(0.5) ? entryOf(random) : Array.from({ length: random.integer(0, 3) }, () => entryOf(random));
}

function entryOf(random: Random): object {
  return {
    ...(random.chance(0.4) && {
      vendor_id: random.pick([...VENDORS, ...VENDORS, '15B3', '0x8086', ' 8086 ', '*', ...rarely(random, BAD)]),
    }),
    ...(random.chance(0.4) && {
      product_id: random.pick([...PRODUCTS, ...PRODUCTS, '154C', '0x1572', '*', ...rarely(random, BAD)]),
    }),
    ...(random.chance(0.7) && { address: random.chance(0.5) ? globOf(random) : regexOf(random) }),
    ...(random.chance(0.3) && { devname: random.pick(['0af0', '3bf1', '86f0v1', '3bf0v0', 'ens9', '', null]) }),
    ...(random.chance(0.3) && { physical_network: random.pick(['physnet1', null]) }),
    ...(random.chance(0.1) && { trusted: 'true' }),
  };
}

const BAD: readonly unknown[] = ['', 'g', '10000', '80 86', '0x', 8086, null, '+', '1_5', '_15', [], '0x_15b3'];

function rarely(random: Random, values: readonly unknown[]): readonly unknown[] {
  return random.chance(0.1) ? [random.pick(values)] : [];
}

function globOf(random: Random): unknown {
  const odd = [
    '',
    null,
    {},
    '*',
    '*:*:*.*',
    '.',
    ':',
    '.1',
    '1.',
    ':0a:00.',
    '0:0:0:0.0',
    '::.',
    '10000:00:00.0',
    ' 3b:00.1 ',
    '0.8',
    '1f',
    '20',
  ];
  if (random.chance(0.25)) return random.pick<unknown>(odd);
  const part = (...choices: readonly string[]): string => random.pick([...choices, ...choices, '*', '']);
  const domain = part('0000', '0', '0001');
  const bus = part('0a', '3b', '3B', '86', 'a');
  const slot = part('00', '0', '01', '1f', '02');
  const fn = random.pick(['.0', '.1', '.*', '.', '', '.7', '. 1']);
  return random.pick([
    `${domain}:${bus}:${slot}${fn}`,
    `${domain}:${bus}:${slot}${fn}`,
    `${bus}:${slot}${fn}`,
    `${slot}${fn}`,
  ]);
}

function regexOf(random: Random): object {
  const part = (...choices: readonly string[]): string => random.pick([...choices, ...choices, ...SHAPES]);
  const address = {
    ...(random.chance(0.6) && { domain: part('0000', '000[01]', '.*', '0001') }),
    ...(random.chance(0.8) && { bus: part('0a', '3b', '3B', '0a|3b', '[0-3].', '8', '.6$') }),
    ...(random.chance(0.7) && { slot: part('00', '0[0-2]', '0', '1f', '^0') }),
    ...(random.chance(0.7) && { function: part('0', '[0-2]', '1', '[^0]', '\\d') }),
  };
  return random.chance(0.1) ? { ...address, func: '1' } : address;
}

/** Of every kind that is read, and some that nobody reads. */
const SHAPES = [
  '.*',
  '',
  '(0|3)(a|b)?',
  '(?:0){1,2}',
  '0{2}',
  '0{,3}',
  '.+?',
  '[0-9a-f]{2}$',
  '\\w*',
  '^$',
  '$',
  '(',
  '[',
  'a**',
  '{',
  '0{',
  '*',
  '[]0]',
  '\\Z',
  '((0*)*)*$',
  '|8',
];
