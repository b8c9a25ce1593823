import {
  BASE_RULES,
  type Caller,
  callerOf,
  DEFAULT_ROLES,
  OPERATION_NAMES,
  OPERATIONS,
  type OperationName,
  Policy,
  ruleOf,
} from '@iopath/usecases';
import { code, table } from './markdown';

const policy = Policy.of();

/** docs/access.md: operations, rules and who may do what are those of the code, the words around them are here. */
export function accessPage(): string {
  return [
    INTRODUCTION,
    table(['operation', '', ...DEFAULT_ROLES.map(code)], OPERATION_NAMES.map(rowOf)),
    RULES,
    table(
      ['rule', 'unless the file says otherwise'],
      Object.entries(BASE_RULES).map(([name, rule]) => [code(name), code(rule)]),
    ),
    table(
      ['operation', 'rule'],
      OPERATION_NAMES.map((name) => [code(name), code(OPERATIONS[name].rule)]),
    ),
    REST,
  ].join('\n\n');
}

function rowOf(operation: OperationName): readonly string[] {
  const { description, isAboutHosts } = ruleOf(operation);
  const who = DEFAULT_ROLES.map((role) => reachOf(operation, aCaller(role)));
  return [code(operation), isAboutHosts === true ? `${description} (hosts)` : description, ...who];
}

function reachOf(operation: OperationName, caller: Caller): string {
  if (policy.allows(operation, caller, null)) return 'yes';
  return policy.couldAllow(operation, caller) ? 'own' : '';
}

function aCaller(role: string): Caller {
  return callerOf({
    userId: 'u',
    userName: 'u',
    projectId: 'p',
    projectName: 'p',
    domainId: null,
    isSystemScoped: false,
    roles: [role],
    expiresAtMs: 0,
    auditIds: [],
    catalogRegions: [],
  });
}

const INTRODUCTION = `# Who gets in, and what they may do

## Who gets in
| \`AUTH_MODE\` | |
| --- | --- |
| \`keystone\` | each call needs a token of Keystone in \`X-Auth-Token\`, but for \`/\`, \`/v1\`, \`/healthz\`, \`/readyz\`, \`/metrics\`, \`/docs\` and \`/openapi.json\` |
| \`none\` | everybody may do everything: on a loopback address only, with a loud line at start |
| unset | \`keystone\` where a cloud is configured (\`OS_CLOUD\`, \`OS_AUTH_URL\` …) or \`HOST\` is not a loopback address; else \`none\` |

Keystone tells what a token is worth (\`GET /v3/auth/tokens\`, with the credentials of the service: \`admin\`, or the role
\`service\` where the cloud's policy gives it that right). Its answer is believed for \`TOKEN_CACHE_S\` seconds (300; 0 = it is
asked each time) and never past the expiry of the token; so a revoked token is good for that long at most. While Keystone
does not answer, those whom it vouched for are served until their tokens expire, and others get
\`503 auth.keystone_unavailable\`. \`503 auth.service_refused\`: Keystone refuses the service's own credentials; the log says so
as an error. Tokens are remembered by a keyed hash, and never logged.

| what came | answer |
| --- | --- |
| no token; one that is wrong, expired or revoked | 401 \`auth.token_missing\`, \`auth.token_invalid\`, \`auth.token_expired\`, with \`WWW-Authenticate: Keystone uri="…"\` (\`WWW_AUTHENTICATE_URI\`, else the URL that the service uses) |
| a token without scope | 403 \`auth.not_scoped\` |
| one whose catalog names this service in other regions than \`OS_REGION_NAME\` | 403 \`auth.wrong_region\` |
| one whose roles are not enough | 403 \`auth.forbidden\` |
| one of another project | 404, as if it were not there; lists have one's own only |

Headers by which Keystone's middleware says who somebody is (\`X-Roles\`, \`X-Project-Id\`, \`X-Identity-Status\` …) are
believed from nobody.

## What they may do
\`yes\`: whatever it belongs to. \`own\`: what belongs to the project of the token. Roles imply each other, admin ⊃ manager ⊃
member ⊃ reader; \`service\` stands alone, for machines that ask and reserve for others. A token scoped to the system acts
for no project: with the role \`admin\` it may do what administrators may, and names the project of what it asks for.`;

const RULES = `**Hosts.** Whoever \`io_advisor:host_name:view\` does not let see hosts gets answers without them: names of hosts, addresses
of devices, host CPUs, advice for hosts and hosts one by one in explanations are null or empty (the OpenAPI document says
of which fields), and texts have them taken out. He cannot name hosts either: \`include_hosts\`, \`exclude_hosts\` and filters
by host are \`403 auth.hosts_hidden\`. Operations marked *(hosts)* are about hosts: whoever may use them sees them there.

**Projects.** A request without \`project_id\` is for the project of the token. Idempotency keys are the project's own, and
\`PROJECT_QUEUE_LIMIT\` counts by project. The history names user and project of whoever asked.

## Rules of your own
\`POLICY_FILE\` names a YAML file of rules by name, in the grammar of oslo.policy: \`role:\`, \`rule:\`, \`project_id:\`,
\`user_id:\`, \`domain_id:\`, \`system_scope:all\`, \`and\`, \`or\`, \`not\`, parentheses, \`@\` (everybody), \`!\` (nobody);
\`%(project_id)s\` is the project of what is asked for. A list is any of these roles. A name that is no operation, or a rule
that cannot be read, stops the start with one message.

\`\`\`yaml
# Operators may look, without being administrators; readers of the cloud see where their VMs are.
operators: role:admin or role:operator
io_advisor:host:list: rule:operators
io_advisor:audit:list: [admin, operator]
io_advisor:host_name:view: role:reader or role:service
\`\`\``;

const REST = `## In the catalog
The service type is \`io-advisor\`; the URL has no version in it, clients find that by \`GET /\`.

\`\`\`
openstack service create --name iopath-advisor --description 'I/O path advisor' io-advisor
for interface in public internal admin; do
  openstack endpoint create --region RegionOne io-advisor $interface https://advisor.example:8080
done
openstack endpoint list --service io-advisor -c Region -c 'Service Type' -c Interface -c URL
\`\`\`

A first call with a token:
\`\`\`
TOKEN=$(openstack token issue -f value -c id)
curl -s https://advisor.example:8080/v1/recommendations -H "X-Auth-Token: $TOKEN"
\`\`\`

A user for the service itself, with which it asks Keystone and reads the cloud:
\`\`\`
openstack user create --project service --password-prompt iopath-advisor
openstack role add --project service --user iopath-advisor admin
\`\`\``;
