import { startAdvisor, type TestAdvisor } from '../support/advisor';

const HOST = 'compute-xml';

/** Two nodes of two threads, and a NIC on bus 130 with one VF. */
const LIBVIRT = `<capabilities><host><cpu><arch>x86_64</arch></cpu><iommu support='yes'/><topology><cells num='2'>
  <cell id='0'><memory unit='KiB'>4194304</memory><distances><sibling id='0' value='10'/><sibling id='8' value='21'/></distances>
    <cpus num='2'><cpu id='0' socket_id='0' siblings='0,2'/><cpu id='2' socket_id='0' siblings='0,2'/></cpus></cell>
  <cell id='8'><memory unit='KiB'>4194304</memory><distances><sibling id='0' value='21'/><sibling id='8' value='10'/></distances>
    <cpus num='2'><cpu id='1' socket_id='1' siblings='1,3'/><cpu id='3' socket_id='1' siblings='1,3'/></cpus></cell>
  </cells></topology></host></capabilities>
<device><name>pci_0000_82_00_0</name><driver><name>mlx5_core</name></driver><capability type='pci'><class>0x020000</class>
  <domain>0</domain><bus>130</bus><slot>0</slot><function>0</function><product id='0x101d'/><vendor id='0x15b3'/>
  <capability type='virt_functions' maxCount='8'><address domain='0x0000' bus='0x82' slot='0x00' function='0x2'/></capability>
  <iommuGroup number='9'/><numa node='8'/></capability></device>
<device><name>pci_0000_82_00_2</name><capability type='pci'><class>0x020000</class>
  <domain>0</domain><bus>130</bus><slot>0</slot><function>2</function><product id='0x101e'/><vendor id='0x15b3'/>
  <capability type='phys_function'><address domain='0x0000' bus='0x82' slot='0x00' function='0x0'/></capability>
  <iommuGroup number='10'/></capability></device>`;

const LSTOPO = `<?xml version="1.0"?><!DOCTYPE topology SYSTEM "hwloc2.dtd"><topology version="2.0">
  <object type="Machine" os_index="0" cpuset="0x00000003" nodeset="0x00000001">
  <info name="OSName" value="Linux"/><info name="OSRelease" value="6.1.0-18"/>
  <object type="NUMANode" os_index="0" cpuset="0x00000003" nodeset="0x00000001" local_memory="4294967296"/>
  <object type="PU" os_index="0" cpuset="0x00000001"/><object type="PU" os_index="1" cpuset="0x00000002"/></object></topology>`;

const LSHW = `<list><node id="host" class="system"><node id="network" class="network">
  <product>MT2892 Family [ConnectX-6 Dx] [15B3:101D]</product><businfo>pci@0000:82:00.0</businfo><logicalname>ens1f0</logicalname>
  <configuration><setting id="firmware" value="22.31.1014"/></configuration></node></node></list>`;

const LAUGHS = `<!DOCTYPE topology [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><topology>&b;</topology>`;

describe('inventories in XML', () => {
  let advisor: TestAdvisor;

  beforeAll(async () => (advisor = await startAdvisor()));
  afterAll(() => advisor.close());
  afterEach(() => advisor.send('DELETE', `/v1/hosts/${HOST}`));

  const importing = (format: string, body: string) =>
    advisor.send('POST', `/v1/hosts/${HOST}/inventory:import?format=${format}`, body, { 'content-type': 'text/plain' });
  const inventory = async () => (await advisor.send('GET', `/v1/hosts/${HOST}/inventory`)).json;

  it('of libvirt make a host, and those of hwloc and lshw tell more of it', async () => {
    expect(await importing('libvirt', LIBVIRT)).toMatchObject({ status: 201 });
    expect(await importing('hwloc', LSTOPO)).toMatchObject({ status: 200 });
    expect(await importing('lshw', LSHW)).toMatchObject({ status: 200 });

    expect(await inventory()).toMatchObject({
      versions: { kernel: '6.1.0-18' },
      cpu: { arch: 'x86_64', smt_active: true },
      iommu: { enabled: true },
      numa_nodes: [
        { id: 0, socket: 0, cpus: '0,2', siblings: [[0, 2]], memory_mib: 4096, distances: [10, 21] },
        { id: 8, socket: 1, cpus: '1,3', siblings: [[1, 3]], memory_mib: 4096, distances: [21, 10] },
      ],
      pfs: [
        {
          address: '0000:82:00.0',
          ifname: 'ens1f0',
          driver: 'mlx5_core',
          firmware_version: '22.31.1014',
          numa_node: 8,
          total_vfs: 8,
          vfs: [{ index: 0, address: '0000:82:00.2', product_id: '101e', iommu_group: 10 }],
        },
      ],
    });
  });

  it.each`
    body                           | format       | code
    ${'entities that grow'}        | ${'hwloc'}   | ${'import.unsafe'}
    ${'a dump that was cut short'} | ${'libvirt'} | ${'import.malformed'}
    ${'a guest of libvirt'}        | ${'libvirt'} | ${'import.not_this_format'}
    ${'elements within elements'}  | ${'lshw'}    | ${'import.too_large'}
  `('are refused when they are $body', async ({ body, format, code }: Record<'body' | 'format' | 'code', string>) => {
    const texts: Readonly<Record<string, string>> = {
      'import.unsafe': LAUGHS,
      'import.malformed': LIBVIRT.slice(0, -30),
      'import.not_this_format': '<domain type="kvm"><name>db-1</name></domain>',
      'import.too_large': '<a>'.repeat(1000),
    };

    const answer = await importing(format, texts[code] ?? body);

    expect(answer).toMatchObject({ status: 422, json: { errors: [{ code }] } });
  });
});
