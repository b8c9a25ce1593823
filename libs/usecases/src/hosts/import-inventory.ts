import { type InventoryFacts, soundFacts } from '@iopath/core';
import type { Cause } from '../ports/cause.port';
import type { InventoryImported, InventoryLayerStore } from '../ports/inventory-layer-store.port';
import { Refusal } from '../refusal';

/** What reads one format of other tools. */
export interface InventoryFormat {
  /** As callers name it: `libvirt` */
  readonly format: string;
  read(bytes: Uint8Array): InventoryFacts | Promise<InventoryFacts>;
}

/** What came for one host, in one format. */
export interface InventoryImport {
  readonly hostName: string;
  readonly format: string;
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, lower case hex. */
  readonly payloadHash: string;
  /** When its facts were observed; null: as the payload says, else when it came. */
  readonly observedAtMs: number | null;
  /** The generation that the caller saw; null: whatever there is. */
  readonly generation: number | null;
}

/** Facts of one layer as JSON: far above any host, and below what a row may hold. */
const MAX_FACTS_CHARACTERS = 24 * 1024 * 1024;

/** Takes in what another tool tells of a host, and lays it over what is known. */
export class ImportInventory {
  constructor(
    private readonly layers: InventoryLayerStore,
    private readonly formats: readonly InventoryFormat[],
    private readonly clock: () => number,
  ) {}

  /**
   * All or nothing. The same bytes of a format again are not read again: only the time moves.
   *
   * @throws Refusal invalid `query.invalid` for a format that nothing reads, `import.too_large` for more facts than a host
   *   has; what the format's reader throws, and what {@link InventoryLayerStore.importLayer} throws.
   */
  async execute(sent: InventoryImport, cause?: Cause): Promise<InventoryImported> {
    const { hostName, format, payloadHash, observedAtMs, generation } = sent;
    readerOf(this.formats, format);
    const payload = { hostName, format, payloadHash, observedAtMs, receivedAtMs: this.clock() };
    const seen = await this.layers.seeAgain(payload);
    if (seen !== null) return seen;
    const facts = await readImport(this.formats, sent);
    return this.layers.importLayer({ ...payload, facts, generation }, cause);
  }
}

/**
 * The facts of what came.
 *
 * @throws Refusal as {@link ImportInventory.execute} does
 */
export async function readImport(
  formats: readonly InventoryFormat[],
  { format, bytes }: Pick<InventoryImport, 'format' | 'bytes'>,
): Promise<InventoryFacts> {
  const facts = soundFacts(await readerOf(formats, format).read(bytes));
  if (JSON.stringify(facts).length > MAX_FACTS_CHARACTERS) {
    throw new Refusal('invalid', 'import.too_large', 'These are more facts than a host has.');
  }
  return facts;
}

function readerOf(formats: readonly InventoryFormat[], format: string): InventoryFormat {
  const reader = formats.find((one) => one.format === format);
  if (reader === undefined) throw unknownFormat(formats);
  return reader;
}

function unknownFormat(formats: readonly InventoryFormat[]): Refusal {
  const names = formats.map(({ format }) => format).join(', ');
  const message = `Formats that can be imported: ${names}.`;
  return new Refusal('invalid', 'query.invalid', message, [{ pointer: '', code: 'field.unknown_value', message }]);
}
