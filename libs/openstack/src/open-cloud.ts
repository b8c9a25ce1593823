import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudReader, CloudWriter, TokenVerifier } from '@iopath/usecases';
import { Caller } from './call/caller';
import { Transport } from './call/transport';
import type { CloudAccess } from './cloud-access';
import { DEFAULT_LIMITS, OWN_SERVICE_TYPE, type CloudOptions } from './cloud-options';
import { GlanceClient } from './glance.client';
import { KeystoneClient } from './keystone.client';
import { NeutronClient } from './neutron.client';
import { NovaClient } from './nova.client';
import { KeystoneTokenVerifier, OpenStackReader, OpenStackWriter } from './openstack-cloud';
import { PlacementClient } from './placement.client';
import { Session } from './session/session';

/** A cloud whose services can be asked. */
export interface Cloud {
  readonly reader: CloudReader;
  readonly writer: CloudWriter;
  readonly tokens: TokenVerifier;
  /**
   * Whether Keystone answers at all.
   *
   * @throws CloudError when it does not
   */
  ping(): Promise<void>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

/** Opens the way to a cloud. Nothing is asked before it is needed: a cloud that is away stops nobody from starting. */
export function openCloud(access: CloudAccess, options: CloudOptions = {}): Cloud {
  const { clock = Date.now, pause = (ms) => sleep(ms), random = Math.random } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const transport = new Transport(access.tls, limits);
  const caller = new Caller(transport, { ...options, limits, clock, pause, random });
  const session = new Session(access, caller, clock);
  const { ownServiceType = OWN_SERVICE_TYPE } = options;
  const keystone = new KeystoneClient(session, caller, ownServiceType);
  const kit = { access, caller, session, clock };
  const nova = new NovaClient(kit, limits.pageSize);
  const neutron = new NeutronClient(kit, limits.pageSize);
  const placement = new PlacementClient(kit);
  const glance = new GlanceClient(kit, limits.pageSize);
  return {
    reader: new OpenStackReader({ nova, placement, neutron, glance }),
    writer: new OpenStackWriter({ nova, neutron }),
    tokens: new KeystoneTokenVerifier(keystone),
    ping: () => keystone.ping(),
    close: () => transport.close(),
  };
}
