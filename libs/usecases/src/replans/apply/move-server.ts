import { isOnHost, judgeMove, type MoveVerdict, type ReplanStep, type ServerMove } from '@iopath/core';
import { CloudError, type CloudReader } from '../../ports/cloud-reader.port';
import type { CloudWriter } from '../../ports/cloud-writer.port';
import type { StepRecord } from '../../ports/replan-step-store.port';
import { flavorForResize } from './flavor-for-resize';
import { moveBody } from './step-calls';

export interface MoveServerPorts {
  readonly reader: CloudReader;
  readonly writer: CloudWriter;
}

/** How far the server of a step is. */
export interface MoveSeen {
  readonly verdict: MoveVerdict;
  /** Nova's id of the newest move of the server; null where there is none. */
  readonly newestMove: string | null;
}

/** The cloud's part of a step: looks at its server, and asks Nova for what comes next. */
export class MoveServer {
  constructor(private readonly cloud: MoveServerPorts) {}

  /** @throws CloudError */
  async look(step: ReplanStep, { attempts, moveBefore }: StepRecord, serverId: string): Promise<MoveSeen> {
    const server = await this.cloud.reader.server(serverId);
    const moves: readonly ServerMove[] = server === null ? [] : await this.cloud.reader.serverMoves(serverId);
    const newestMove = moves[0]?.requestId ?? null;
    const wasAsked = attempts > 0 && newestMove !== moveBefore;
    return { verdict: judgeMove(step, { server, wasAsked }), newestMove };
  }

  /**
   * Asks Nova to move the server.
   *
   * @throws CloudError; FlavorMissingError
   */
  async ask(step: ReplanStep, serverId: string): Promise<void> {
    const { reader, writer } = this.cloud;
    const flavorId = step.action === 'resize' ? await flavorForResize(step, reader) : undefined;
    const toHost = await this.novaName(step.toHost);
    await writer.serverAction(serverId, moveBody({ ...step, toHost }, flavorId));
  }

  confirm(serverId: string): Promise<void> {
    return this.finish(serverId, { confirmResize: null });
  }

  revert(serverId: string): Promise<void> {
    return this.finish(serverId, { revertResize: null });
  }

  /** A conflict says that it is being done already, or was: the next look tells. */
  private async finish(serverId: string, action: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await this.cloud.writer.serverAction(serverId, action);
    } catch (error) {
      if (!(error instanceof CloudError) || error.status !== 409) throw error;
    }
  }

  /** An inventory may go by the name of the hypervisor; Nova's API wants that of the service. */
  private async novaName(hostName: string): Promise<string> {
    for await (const { host, hostname } of this.cloud.reader.hypervisors()) {
      if (isOnHost({ host, hypervisorHostname: hostname }, hostName)) return host;
    }
    return hostName;
  }
}
