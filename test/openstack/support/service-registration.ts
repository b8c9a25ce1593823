import type { OpenStackSession } from '../../openstack-lab/client/session';

const TYPE = 'io-advisor';

interface Identified {
  readonly id: string;
}

/** The advisor in Keystone's catalog, as docs/operations.md tells operators to register it. */
export class ServiceRegistration {
  private constructor(
    private readonly session: OpenStackSession,
    private readonly serviceId: string,
  ) {}

  static async in(session: OpenStackSession, url: string, regions: readonly string[]): Promise<ServiceRegistration> {
    const service = { type: TYPE, name: 'iopath-advisor', description: 'Chooses the I/O path of VMs' };
    const made = await session.post('keystone', '/services', { service });
    const { id } = made['service'] as Identified;
    for (const region_id of regions) {
      for (const kind of ['public', 'internal', 'admin']) {
        const endpoint = { service_id: id, interface: kind, url, region_id };
        await session.post('keystone', '/endpoints', { endpoint });
      }
    }
    return new ServiceRegistration(session, id);
  }

  /** Its endpoints go with it. */
  async undo(): Promise<void> {
    await this.session.delete('keystone', `/services/${this.serviceId}`);
  }
}
