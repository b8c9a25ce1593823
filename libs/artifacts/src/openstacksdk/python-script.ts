import { OUR_FLAVOR_MARK, portName, serverMetadata, type GuestBlueprint } from '@iopath/core';
import type { ArtifactSource, RenderArtifact } from '../artifact';
import { headLines, neededFlavors, networkBlanks, portExtras, serverGroupId, volumeBlanks } from '../guest-parts';
import { oneLine } from '../one-line';
import { pythonLiteral, type PythonValue } from './python-literal';

/** A Python script on openstacksdk: what differs is data at its head, the rest is the same for every recommendation. */
export const pythonScript: RenderArtifact = (source) => ({
  fileName: `iopath-${source.recommendationId}.py`,
  contentType: 'text/x-python; charset=utf-8',
  text: [
    '#!/usr/bin/env python3',
    ...headLines(source, 'Servers').map((line) => `# ${asciiLine(line)}`),
    '"""Makes the flavors, ports and servers of a recommendation; what is there already is used."""',
    'import argparse',
    '',
    'import openstack',
    '',
    `FLAVORS = ${pythonLiteral(neededFlavors(source).map(({ flavor }) => flavorData(flavor)))}`,
    `NETWORKS = ${pythonLiteral(networkBlanks(source).map(({ words }) => words))}`,
    `DISKS = ${pythonLiteral(volumeBlanks(source).map(({ words, diskBus }) => ({ words, disk_bus: diskBus })))}`,
    `SERVERS = ${pythonLiteral(source.guests.map((guest) => serverData(guest, source)))}`,
    '',
    PROGRAM,
  ].join('\n'),
});

/** A comment may not hide another encoding of the file (`# coding: …` counts in the first two lines). */
function asciiLine(line: string): string {
  return oneLine(line)
    .replace(/coding/gi, 'c_oding')
    .replace(/[^\x20-\x7e]/g, '?');
}

function flavorData({ name, vcpus, ramMib, diskGib, extraSpecs }: GuestBlueprint['flavor']): PythonValue {
  return { name, vcpus, ram: ramMib, disk: diskGib, description: OUR_FLAVOR_MARK, extra_specs: extraSpecs };
}

function serverData(guest: GuestBlueprint, { placement }: ArtifactSource): PythonValue {
  const zone = placement === 'zone' ? guest.availabilityZone : null;
  return {
    name: guest.serverName,
    flavor: guest.flavor.name,
    metadata: serverMetadata(guest),
    ...(zone === null ? {} : { availability_zone: zone }),
    ...(placement === 'host' ? { host: guest.hostName } : {}),
    group: serverGroupId(guest),
    ports: guest.ports.map((port) => ({
      name: portName(guest, port.name),
      'binding:vnic_type': port.vnicType,
      ...(Object.keys(port.bindingProfile).length === 0 ? {} : { 'binding:profile': port.bindingProfile }),
      ...portExtras(port),
    })),
  };
}

/** Nothing of a recommendation is in it. Calls are made by path: the SDK's models do not know every attribute of a port. */
const PROGRAM = `
def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--image", required=True, help="id of the image")
    parser.add_argument("--key-name", help="name of the key pair")
    parser.add_argument("--network", action="append", default=[], help="id of a network, once a NIC, in this order: " + "; ".join(NETWORKS).replace("%", "%%"))
    parser.add_argument("--volume", action="append", default=[], help="id of a volume, once a disk, in this order: " + "; ".join(disk["words"] for disk in DISKS).replace("%", "%%"))
    given = parser.parse_args()
    if len(given.network) != len(NETWORKS):
        parser.error("%d networks are needed" % len(NETWORKS))
    return given


def done(answer):
    if answer.status_code >= 400:
        raise SystemExit("%s %s: %s" % (answer.status_code, answer.url, answer.text))
    return answer.json()


def ensure_flavor(cloud, wanted):
    known = {flavor.name: flavor.id for flavor in cloud.compute.flavors()}
    if wanted["name"] in known:
        return known[wanted["name"]]
    size = {key: value for key, value in wanted.items() if key != "extra_specs"}
    created = done(cloud.compute.post("/flavors", json={"flavor": size}, microversion="2.55"))["flavor"]
    if wanted["extra_specs"]:
        path = "/flavors/%s/os-extra_specs" % created["id"]
        answer = cloud.compute.post(path, json={"extra_specs": wanted["extra_specs"]}, microversion="2.86")
        if answer.status_code >= 400:
            cloud.compute.delete("/flavors/%s" % created["id"])
        done(answer)
    return created["id"]


def ensure_port(cloud, wanted, network):
    for port in cloud.network.ports(name=wanted["name"]):
        return port.id
    return done(cloud.network.post("/ports", json={"port": dict(wanted, network_id=network)}))["port"]["id"]


def create_server(cloud, wanted, given, flavors):
    ports = [ensure_port(cloud, port, network) for port, network in zip(wanted["ports"], given.network)]
    server = {key: value for key, value in wanted.items() if key not in ("ports", "flavor", "group")}
    server["flavorRef"] = flavors[wanted["flavor"]]
    server["imageRef"] = given.image
    server["networks"] = [{"port": port} for port in ports] or "none"
    if given.key_name:
        server["key_name"] = given.key_name
    if given.volume:
        root = {"boot_index": 0, "uuid": given.image, "source_type": "image", "destination_type": "local", "delete_on_termination": True}
        attached = [
            {"boot_index": -1, "uuid": volume, "source_type": "volume", "destination_type": "volume", "disk_bus": disk["disk_bus"]}
            for volume, disk in zip(given.volume, DISKS)
        ]
        server["block_device_mapping_v2"] = [root] + attached
    body = {"server": server}
    if wanted["group"]:
        body["os:scheduler_hints"] = {"group": wanted["group"]}
    # 2.74 names a host that the scheduler still judges.
    return done(cloud.compute.post("/servers", json=body, microversion="2.74"))["server"]["id"]


def main():
    given = arguments()
    cloud = openstack.connect()
    flavors = {flavor["name"]: ensure_flavor(cloud, flavor) for flavor in FLAVORS}
    for wanted in SERVERS:
        print(create_server(cloud, wanted, given, flavors))


if __name__ == "__main__":
    main()
`;
