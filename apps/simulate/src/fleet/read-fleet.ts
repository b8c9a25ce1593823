import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import {
  canonicalInventory,
  checkInventory,
  compileHost,
  formatHash,
  hash64,
  type HostState,
  type Inventory,
} from '@iopath/core';
import { parseJson } from '../../../api/src/body/parse-json';
import { documentOf } from '../../../api/src/body/wire-body';
import { BulkInventoryDto } from '../../../api/src/hosts/inventory.dto';
import { toInventory } from '../../../api/src/hosts/inventory.mapper';
import { ProblemError } from '../../../api/src/problem/problem';
import { csvRows, numberIn, textIn } from '../trace/csv-rows';
import { asInputError, InputError } from '../trace/input-error';
import { describedHost, type HostSize } from './hardware-profile';

const GENERATED = /^generated:([1-9]\d{0,4})$/;
const CSV = /\.csv(\.gz)?$/;
const MILLI = 1000;

/** A generated host: two sockets of 16 cores. */
const GENERATED_SIZE: HostSize = { cpus: 64, memoryMib: 262_144 };

/**
 * The hosts of a simulation, empty: of `generated:N`, of a node list of the openb trace (`.csv`), or of inventory
 * documents as `POST /v1/hosts:bulk` takes them, one a line.
 *
 * @param hosts how many to take, spread evenly over the list; null: all.
 * @throws InputError that names file and line.
 */
export async function readFleet(source: string, hosts: number | null): Promise<readonly HostState[]> {
  const all: HostState[] = [];
  for await (const { name, inventory } of inventories(source)) all.push(emptyHost(name, inventory));
  if (all.length === 0) throw new InputError(`${source}: there is no host in it`);
  if (hosts === null) return all;
  if (hosts > all.length) throw new InputError(`${source}: it has ${all.length} hosts, and ${hosts} were asked for`);
  return Array.from({ length: hosts }, (_, i) => all[Math.floor((i * all.length) / hosts)] as HostState);
}

interface NamedInventory {
  readonly name: string;
  readonly inventory: Inventory;
}

function inventories(source: string): AsyncIterable<NamedInventory> | Iterable<NamedInventory> {
  const generated = GENERATED.exec(source);
  if (generated !== null) return generatedHosts(Number(generated[1]));
  return CSV.test(source) ? openbHosts(source) : documentedHosts(source);
}

function* generatedHosts(count: number): Generator<NamedInventory> {
  for (let i = 0; i < count; i++) {
    yield { name: `compute-${String(i).padStart(4, '0')}`, inventory: describedHost(GENERATED_SIZE) };
  }
}

/** Hosts without GPUs and with them alike: of both, CPUs and memory count. */
async function* openbHosts(file: string): AsyncGenerator<NamedInventory> {
  for await (const row of csvRows(file)) {
    const cpus = Math.floor(numberIn(row, 'cpu_milli', 2 * MILLI) / MILLI);
    const memoryMib = numberIn(row, 'memory_mib', 1);
    yield { name: textIn(row, 'sn'), inventory: describedHost({ cpus, memoryMib }) };
  }
}

async function* documentedHosts(file: string): AsyncGenerator<NamedInventory> {
  const bytes = createReadStream(file);
  const input = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  let line = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      line++;
      if (text.trim() !== '') yield documentedHost(text);
    }
  } catch (error) {
    const at = line === 0 ? file : `${file}, line ${line}`;
    if (error instanceof ProblemError) throw new InputError(`${at}: ${inWords(error)}`);
    throw asInputError(at, error);
  }
}

function documentedHost(text: string): NamedInventory {
  const dto = documentOf(BulkInventoryDto, parseJson(Buffer.from(text)));
  const inventory = toInventory(dto);
  const faults = checkInventory(inventory);
  if (faults.length > 0) throw new ProblemError(422, 'request.invalid', 'The inventory contradicts itself.', faults);
  return { name: dto.host_name, inventory };
}

function inWords({ message, errors: [first] }: ProblemError): string {
  if (first === undefined) return message;
  return first.pointer === '' ? first.message : `${first.pointer}: ${first.message}`;
}

function emptyHost(hostName: string, inventory: Inventory): HostState {
  return compileHost({
    hostName,
    state: 'active',
    generation: 1,
    version: 1,
    inventory,
    inventoryHash: formatHash(hash64(canonicalInventory(inventory))),
    claims: [],
    quarantined: [],
  });
}
