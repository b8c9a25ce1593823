import { type InventoryFacts, normalisePciAddress, type PfFacts } from '@iopath/core';
import { parse } from 'yaml';

/** The overlay is not what it has to be; the message names the entry. */
export class BadOverlay extends Error {}

const SOURCE = 'operator';
const MAX_TEXT = 255;

/**
 * Reads what a host cannot know of itself: `rack`, `availability_zone`, `aggregates`, and for NICs (`pfs`, each by `address` or
 * `ifname`) `physical_network` and `packet_rate_kpps`. YAML, of which JSON is a part.
 *
 * @param seen NICs of the host, to find the addresses of those that are named by interface
 * @throws BadOverlay
 */
export function readOverlay(text: string, seen: Pick<InventoryFacts, 'pfs'>): InventoryFacts {
  const { rack, availability_zone, aggregates, pfs = [], ...rest } = recordIn(parsed(text), 'the overlay');
  refuseOthers(rest, 'the overlay');
  if (!Array.isArray(pfs)) throw new BadOverlay('pfs: not a list');
  const zone = textIn(availability_zone, 'availability_zone');
  const rackName = textIn(rack, 'rack');
  const names = aggregates === undefined ? undefined : textsIn(aggregates, 'aggregates');
  const warnings: string[] = [];
  const told = pfs.map((pf: unknown, index) => pfFacts(pf, `pfs[${index}]`, seen.pfs ?? [], warnings));
  return {
    source: SOURCE,
    observedAtMs: null,
    settings: {
      ...(rackName === undefined ? {} : { rack: rackName }),
      ...(zone === undefined ? {} : { availabilityZone: zone }),
      ...(names === undefined ? {} : { aggregates: names }),
    },
    pfs: told.filter((pf) => pf !== null),
    partialLists: ['pfs'],
    unseen: [],
    assumed: [],
    warnings,
  };
}

/** Null, with a warning, for a NIC that the host does not have (now): it may have been taken out. */
function pfFacts(value: unknown, where: string, seen: readonly PfFacts[], warnings: string[]): PfFacts | null {
  const { address, ifname, physical_network, packet_rate_kpps, ...rest } = recordIn(value, where);
  refuseOthers(rest, where);
  const network = textIn(physical_network, `${where}.physical_network`);
  const rate = packet_rate_kpps ?? undefined;
  if (rate !== undefined && !(Number.isInteger(rate) && Number(rate) > 0)) {
    throw new BadOverlay(`${where}.packet_rate_kpps: not a positive number of thousands of packets`);
  }
  const pf = nicNamed(textIn(address, `${where}.address`), textIn(ifname, `${where}.ifname`), where, seen);
  if (pf === null) {
    warnings.push(`overlay ${where}: the host has no such NIC`);
    return null;
  }
  return {
    address: pf.address,
    ...(network === undefined ? {} : { physicalNetwork: network }),
    ...(rate === undefined ? {} : { packetRateKpps: Number(rate) }),
  };
}

function nicNamed(
  address: string | undefined,
  ifname: string | undefined,
  where: string,
  seen: readonly PfFacts[],
): PfFacts | null {
  if (address !== undefined) {
    const canonical = normalisePciAddress(address);
    if (canonical === null) throw new BadOverlay(`${where}.address: not a PCI address like 0000:3b:00.0`);
    return seen.find((pf) => pf.address === canonical) ?? null;
  }
  if (ifname === undefined) throw new BadOverlay(`${where}: neither address nor ifname`);
  return seen.find((pf) => pf.ifname === ifname) ?? null;
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw new BadOverlay(`not YAML: ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : ''}`);
  }
}

function recordIn(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new BadOverlay(`${where}: not a list of named facts`);
  return value as Readonly<Record<string, unknown>>;
}

function textsIn(value: unknown, where: string): readonly string[] {
  if (!Array.isArray(value)) throw new BadOverlay(`${where}: not a list`);
  return value.map((each, index) => textIn(each, `${where}[${index}]`) ?? '').filter((each) => each !== '');
}

function textIn(value: unknown, where: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value !== '' && value.length <= MAX_TEXT) return value;
  throw new BadOverlay(`${where}: not a text of 1 to ${MAX_TEXT} characters`);
}

function refuseOthers(rest: object, where: string): void {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new BadOverlay(`${where}: "${unknown}" is not told by an overlay`);
}
