import type { CloudFlavor, CloudPort, CloudServer } from '@iopath/core';

/** One call to the cloud as it would go out, secrets left out: what a dry run shows. */
export interface CloudCall {
  readonly service: 'compute' | 'network';
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the service's endpoint: `/flavors`, `/v2.0/ports`. */
  readonly path: string;
  readonly body: unknown;
  /** The lowest microversion that the body needs; left out where the service has none. */
  readonly microversion?: string;
}

export interface NewFlavor {
  readonly name: string;
  readonly description: string | null;
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib: number;
  readonly isPublic: boolean;
}

/** A port as `POST /v2.0/ports` takes it, in Neutron's own names. */
export type NewPort = Readonly<Record<string, unknown>> & { readonly network_id: string; readonly name: string };

/**
 * Changes the cloud, as an administrator; never Placement's allocations, which are Nova's. Everything throws `CloudError`,
 * whose message is the service's own.
 */
export abstract class CloudWriter {
  abstract createFlavor(flavor: NewFlavor): Promise<CloudFlavor>;
  /** Adds extra specs to a flavor; Nova checks them (2.86). */
  abstract addExtraSpecs(flavorId: string, extraSpecs: Readonly<Record<string, string>>): Promise<void>;
  abstract deleteFlavor(flavorId: string): Promise<void>;
  abstract createPort(port: NewPort): Promise<CloudPort>;
  /** Without effect when there is none. */
  abstract deletePort(portId: string): Promise<void>;
  /** @param body of `POST /servers`, with its `server` and, where used, `os:scheduler_hints` */
  abstract createServer(body: Readonly<Record<string, unknown>>): Promise<{ readonly id: string }>;
  abstract deleteServer(serverId: string): Promise<void>;
  /** `POST /servers/{id}/action` with this body: `migrate`, `os-migrateLive`, `resize`, `confirmResize` … */
  abstract serverAction(serverId: string, action: Readonly<Record<string, unknown>>): Promise<void>;
  /** The server, as it is now. */
  abstract server(id: string): Promise<CloudServer | null>;
}
