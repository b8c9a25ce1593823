import { MODEL_VERSIONS } from '@iopath/core';
import type { ModelAuthor, ModelChange, ModelStore } from '../ports/model-store.port';
import { Refusal } from '../refusal';
import { activeBefore } from './active-before';

/** Says which version of the performance model predicts. The next request is decided by it. */
export class ChooseModel {
  constructor(private readonly store: ModelStore) {}

  /**
   * Makes a version active, the model as shipped too; one that is active stays so.
   *
   * @throws Refusal not_found `model.not_found`.
   */
  async promote(version: string, author: ModelAuthor): Promise<void> {
    const to = await this.nameOf(version);
    await this.store.activate('promote', (active) => (active === to ? undefined : { to }), author);
  }

  /**
   * Makes active what was so before this version, which is active. What was rolled back already stays so.
   *
   * @returns the version that is active then.
   * @throws Refusal not_found `model.not_found`; conflict `model.not_active`, `model.nothing_before`.
   */
  async rollback(version: string, author: ModelAuthor): Promise<string> {
    const from = await this.nameOf(version);
    let then: string | null = null;
    await this.store.activate(
      'rollback',
      (active, history) => {
        then = active;
        if (active !== from) {
          if (wasRolledBack(from, active, history)) return undefined;
          throw notActive(version, active);
        }
        const before = activeBefore(history);
        if (before === undefined) throw nothingBefore(version);
        then = before;
        return { to: before };
      },
      author,
    );
    return then ?? shippedVersion();
  }

  /** As the history names it: null for the model as shipped. */
  private async nameOf(version: string): Promise<string | null> {
    if (MODEL_VERSIONS.includes(version)) return null;
    if ((await this.store.get(version)) !== null) return version;
    throw new Refusal('not_found', 'model.not_found', `There is no model ${version}.`);
  }
}

/** Whether the last that was said is just that. */
function wasRolledBack(from: string | null, active: string | null, history: readonly ModelChange[]): boolean {
  const last = history.filter(({ action }) => action !== 'calibrate').at(-1);
  return last?.action === 'rollback' && last.from === from && last.to === active;
}

function shippedVersion(): string {
  return MODEL_VERSIONS[0] ?? '';
}

function notActive(version: string, active: string | null): Refusal {
  const message = `${version} is not active, ${active ?? shippedVersion()} is; only what is active can be rolled back.`;
  return new Refusal('conflict', 'model.not_active', message);
}

function nothingBefore(version: string): Refusal {
  return new Refusal('conflict', 'model.nothing_before', `Nothing was active before ${version} that could be again.`);
}
