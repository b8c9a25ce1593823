import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { publicPath } from '../action-url';
import { SHARED_COMPONENTS, TOKEN_SCHEME } from './documented';

const DESCRIPTION = `
Chooses host and I/O path (virtio, vhost-net, SR-IOV VF, passthrough) for OpenStack VMs: inventory in, recommendation out.

* Names are \`snake_case\`, units are in the names, times are RFC 3339 UTC. A field that is null counts as left out; a
  field that does not exist is refused.
* Every failure is \`application/problem+json\` (RFC 9457) with a \`code\` that is never renamed. 400: the request cannot be
  read. 422: it can, and \`errors\` points at each fault. 409: it clashes with the present state. 503: try again later.
* Every answer has \`X-Openstack-Request-Id\`. An \`X-Openstack-Global-Request-Id\` is carried into the log.
* Lists take \`limit\` and \`marker\`; \`links\` has the next page.
* The examples run as they stand on the sample fleet (\`examples/fleet.ndjson\`): first those that make something, then
  those that look at it, change it and end it.
`.trim();

const TOKEN_DESCRIPTION = 'A token of Keystone (`openstack token issue -f value -c id`). Without effect where `AUTH_MODE` is `none`.';

const REQUEST_BODIES = 'requestBody';

/** The OpenAPI document of the service, the same for Swagger UI, `/openapi.json` and the checked-in file. */
export function buildOpenApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.0.3')
    .setTitle('iopath-advisor')
    .setDescription(DESCRIPTION)
    .setVersion('1.0')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Auth-Token', description: TOKEN_DESCRIPTION }, TOKEN_SCHEME)
    .addServer('/', 'This service')
    .addTag('Hosts', 'The fleet: what each host has.')
    .addTag('Recommendations', 'Where a VM should go, and by which paths.')
    .addTag('Comparison', 'All paths side by side.')
    .addTag('Profiles', 'What a good place is measured by.')
    .addTag('Flavors', 'What flavors say, and which of them are needed.')
    .addTag('Allocations', 'Devices that are held.')
    .addTag('Quarantines', 'Devices that nobody gets until somebody has looked at them.')
    .addTag('Benchmarks', 'What operators measured, run by run, and what the runs say together.')
    .addTag('Models', 'Versions of the performance model, and how operators fit them to what they measured.')
    .addTag('Audits', 'Whether the ledger is as it must be.')
    .addTag('Synchronisation', 'What the cloud says, and when it was asked.')
    .addTag('Drift', 'Where inventories, cloud and ledger differ, and how it is put right.')
    .addTag('Re-plans', 'Ways from the fleet as it is to one that is drained, whole again or better.')
    .addTag('Service', 'The service itself.')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  return refuseUnknownFields(withNullableObjects(withPublicPaths(document)));
}

/** Serves the document and, on files of its own (no content network), Swagger UI. */
export function addDocs(app: NestFastifyApplication): void {
  const document = buildOpenApiDocument(app);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'iopath-advisor API',
    swaggerOptions: { displayRequestDuration: true, tryItOutEnabled: true, docExpansion: 'list' },
  });
}

function withPublicPaths(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => [publicPath(path), item] as const);
  return { ...document, paths: Object.fromEntries(paths) };
}

/**
 * Null beside an object as OpenAPI 3.0.3 reads it: `nullable` next to `allOf` leaves what `allOf` refers to as it is, which
 * is never null, so that a validator would refuse our own answers.
 */
function withNullableObjects(document: OpenAPIObject): OpenAPIObject {
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => {
    if (!('properties' in schema)) return [name, schema] as const;
    const properties = Object.entries(schema.properties ?? {}).map(([key, field]) => [key, orNull(field)] as const);
    return [name, { ...schema, properties: Object.fromEntries(properties) }] as const;
  });
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
}

type FieldSchema = NonNullable<Extract<SchemaOrReference, { properties?: unknown }>['properties']>[string];
type SchemaOrReference = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

function orNull(field: FieldSchema): FieldSchema {
  if (!('allOf' in field) || field.nullable !== true) return field;
  const { allOf, nullable: _nullable, type: _type, ...rest } = field;
  return { ...rest, anyOf: [...(allOf ?? []), { type: 'object', nullable: true, enum: [null] }] };
}

/** What we are sent may have no other fields than those declared; what we answer may grow. */
function refuseUnknownFields(document: OpenAPIObject): OpenAPIObject {
  const schemas = document.components?.schemas ?? {};
  const ours = new Set<string>();
  const bodies = Object.values(document.paths).flatMap((item) => Object.values(item).map(bodyOf));
  const open = bodies.flatMap(refsIn);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (ours.has(name)) continue;
    ours.add(name);
    open.push(...refsIn(schemas[name]));
  }
  const closed = Object.entries(schemas).map(([name, schema]) => {
    return [name, ours.has(name) ? { ...schema, additionalProperties: false } : schema] as const;
  });
  return { ...document, components: { ...document.components, ...SHARED_COMPONENTS, schemas: Object.fromEntries(closed) } };
}

function bodyOf(operation: unknown): unknown {
  return typeof operation === 'object' && operation !== null && REQUEST_BODIES in operation ? operation[REQUEST_BODIES] : null;
}

function refsIn(part: unknown): string[] {
  return [...(JSON.stringify(part) ?? '').matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] ?? '');
}
