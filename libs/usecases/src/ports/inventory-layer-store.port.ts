import type { AssumedFact, InventoryFacts, LaidInventory, ToldFact, UnseenFact } from '@iopath/core';
import type { Cause } from './cause.port';
import type { InventoryWritten } from './host-store.port';

/** A payload that came for a host, by its hash. */
export interface ReceivedPayload {
  readonly hostName: string;
  readonly format: string;
  /** SHA-256, lower case hex. */
  readonly payloadHash: string;
  /** When its facts were observed, as the caller says; null: he does not. */
  readonly observedAtMs: number | null;
  readonly receivedAtMs: number;
}

export interface LayerToImport extends ReceivedPayload {
  /** As it was read. Without a time in payload or request it is as old as its receipt. */
  readonly facts: InventoryFacts;
  /** The generation that the writer saw; null: whatever there is. */
  readonly generation: number | null;
}

/** What an import did, and what is known of the host's facts after it. */
export interface InventoryImported extends InventoryWritten {
  readonly factSources: readonly ToldFact[];
  readonly unseen: readonly UnseenFact[];
  readonly assumed: readonly AssumedFact[];
  /** What was left out, in words. */
  readonly warnings: readonly string[];
}

export interface LayerAge {
  readonly format: string;
  readonly observedAtMs: number;
  readonly receivedAtMs: number;
}

/** What was imported of hosts, a layer a format, over what was put. */
export abstract class InventoryLayerStore {
  /** Moves the times of a layer that was made of the same bytes; null when the host has none of them. */
  abstract seeAgain(payload: ReceivedPayload): Promise<InventoryImported | null>;
  /**
   * Lays the facts over the host in one transaction, in place of those of the same format; a host that is not there is made.
   * What does not change the inventory changes no generation, whatever `generation` says.
   *
   * @throws Refusal conflict `host.generation_conflict`; not_found `host.not_found` when a generation is given and there is
   *   no such host.
   */
  abstract importLayer(layer: LayerToImport, cause?: Cause): Promise<InventoryImported>;
  /** What `importLayer` would put, and what it would leave out. Writes nothing. */
  abstract lay(layer: LayerToImport): Promise<LaidInventory>;
  /** By format; empty for a host without any, and for one that is not there. */
  abstract agesOf(hostName: string): Promise<readonly LayerAge[]>;
}
