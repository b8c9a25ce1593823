/** What a caller may do, and who may do it unless the policy file says otherwise. */
export interface OperationRule {
  /** In the grammar of oslo.policy. */
  readonly rule: string;
  readonly description: string;
  /** It is about hosts: whoever may do it sees them named in the answer, whatever `io_advisor:host_name:view` says. */
  readonly isAboutHosts?: true;
}

/** Rules that others are made of, by name; the policy file may set them too. */
export const BASE_RULES = {
  admin_required: 'role:admin',
  admin_or_service: 'rule:admin_required or role:service',
  any_reader: 'role:reader or role:service',
  any_member: 'role:member or role:service',
  project_reader: 'rule:admin_or_service or (role:reader and project_id:%(project_id)s)',
  project_member: 'rule:admin_or_service or (role:member and project_id:%(project_id)s)',
} as const satisfies Readonly<Record<string, string>>;

const ADMIN = 'rule:admin_required';
const ADMIN_OR_SERVICE = 'rule:admin_or_service';
const ANY_READER = 'rule:any_reader';
const ANY_MEMBER = 'rule:any_member';
const PROJECT_READER = 'rule:project_reader';
const PROJECT_MEMBER = 'rule:project_member';

/**
 * Every operation of the API, named as oslo.policy does. A `project_…` rule is asked of the project that owns what is
 * asked for: a caller whom it lets see his own project only is told of the others' that they do not exist.
 */
export const OPERATIONS = {
  'io_advisor:recommendation:create': { rule: PROJECT_MEMBER, description: 'Ask where a VM should go.' },
  'io_advisor:recommendation:list': { rule: PROJECT_READER, description: 'List recommendations.' },
  'io_advisor:recommendation:get': { rule: PROJECT_READER, description: 'Look at a recommendation.' },
  'io_advisor:recommendation:explain': { rule: PROJECT_READER, description: 'Why there, and why not elsewhere.' },
  'io_advisor:recommendation:history': { rule: PROJECT_READER, description: 'What happened to all that it held.' },
  'io_advisor:recommendation:compare': { rule: PROJECT_READER, description: 'All paths of its VM side by side.' },
  'io_advisor:recommendation:reserve': { rule: PROJECT_MEMBER, description: 'Reserve what was recommended.' },
  'io_advisor:recommendation:confirm': { rule: PROJECT_MEMBER, description: 'Say that its servers exist.' },
  'io_advisor:recommendation:renew': { rule: PROJECT_MEMBER, description: 'Ask for more time to confirm.' },
  'io_advisor:recommendation:release': { rule: PROJECT_MEMBER, description: 'Give everything back.' },
  'io_advisor:recommendation:replay': { rule: ADMIN, description: 'Decide again, and compare.', isAboutHosts: true },
  'io_advisor:recommendation:realise': { rule: ADMIN, description: 'Make it in the cloud.', isAboutHosts: true },
  'io_advisor:artifacts:get': { rule: PROJECT_READER, description: 'As commands or templates of other tools.' },
  'io_advisor:comparison:create': { rule: ANY_MEMBER, description: 'All paths side by side, without a fleet.' },
  'io_advisor:allocation:list': { rule: PROJECT_READER, description: 'List allocations.' },
  'io_advisor:allocation:get': { rule: PROJECT_READER, description: 'Look at an allocation.' },
  'io_advisor:allocation:history': { rule: PROJECT_READER, description: 'What happened to an allocation.' },
  'io_advisor:allocation:confirm': { rule: PROJECT_MEMBER, description: 'Say that a server uses the device.' },
  'io_advisor:allocation:renew': { rule: PROJECT_MEMBER, description: 'Ask for more time to confirm.' },
  'io_advisor:allocation:release': { rule: PROJECT_MEMBER, description: 'Give the device back.' },
  'io_advisor:allocation:observe': { rule: PROJECT_MEMBER, description: 'Tell what was measured of its device.' },
  'io_advisor:allocation:clear': { rule: ADMIN, description: 'Clear its quarantine.', isAboutHosts: true },
  'io_advisor:allocation:swap': { rule: ADMIN, description: 'Move VMs between hosts.', isAboutHosts: true },
  'io_advisor:flavor:lint': { rule: ANY_READER, description: 'What is wrong with a flavor.' },
  'io_advisor:flavor:consolidate': { rule: ANY_READER, description: 'Which flavors can go.' },
  'io_advisor:profile:list': { rule: ANY_READER, description: 'List profiles.' },
  'io_advisor:profile:get': { rule: ANY_READER, description: 'Read a profile.' },
  'io_advisor:profile:put': { rule: ADMIN, description: 'Write a profile.' },
  'io_advisor:profile:delete': { rule: ADMIN, description: 'Delete a profile.' },
  'io_advisor:host:list': { rule: ADMIN, description: 'List hosts.', isAboutHosts: true },
  'io_advisor:host:get': { rule: ADMIN, description: 'Look at a host.', isAboutHosts: true },
  'io_advisor:host:servers': { rule: ADMIN, description: 'What servers hold of a host.', isAboutHosts: true },
  'io_advisor:host:migratability': { rule: ADMIN, description: 'Where its VMs could go.', isAboutHosts: true },
  'io_advisor:host:nics': { rule: ADMIN, description: 'What its NICs are.', isAboutHosts: true },
  'io_advisor:host:vf_advice': { rule: ADMIN, description: 'How many VFs they should have.', isAboutHosts: true },
  'io_advisor:nic_model:list': { rule: ANY_READER, description: 'List the NICs that the advisor knows.' },
  'io_advisor:host:update': { rule: ADMIN, description: 'Drain, disable or re-activate one.', isAboutHosts: true },
  'io_advisor:host:delete': { rule: ADMIN, description: 'Forget a host.', isAboutHosts: true },
  'io_advisor:inventory:get': { rule: ADMIN, description: 'Read the inventory of a host.', isAboutHosts: true },
  'io_advisor:inventory:facts': { rule: ADMIN, description: 'Who told what of a host, and when.', isAboutHosts: true },
  'io_advisor:inventory:changes': { rule: ADMIN, description: 'What changed on a host, and when.', isAboutHosts: true },
  'io_advisor:inventory:diff': { rule: ADMIN, description: 'What an inventory would change.', isAboutHosts: true },
  'io_advisor:inventory:put': { rule: ADMIN, description: 'Replace inventories of hosts.', isAboutHosts: true },
  'io_advisor:benchmark:create': { rule: ADMIN, description: 'Bring in what was measured.', isAboutHosts: true },
  'io_advisor:benchmark:list': { rule: ADMIN, description: 'List what was measured.', isAboutHosts: true },
  'io_advisor:benchmark:get': { rule: ADMIN, description: 'Look at a series of runs.', isAboutHosts: true },
  'io_advisor:calibration:create': { rule: ADMIN, description: 'Fit the performance model.', isAboutHosts: true },
  'io_advisor:calibration:get': { rule: ADMIN, description: 'Look at how it was fitted.', isAboutHosts: true },
  'io_advisor:model:list': { rule: ADMIN, description: 'List versions of the performance model.', isAboutHosts: true },
  'io_advisor:model:get': { rule: ADMIN, description: 'Look at one of them.', isAboutHosts: true },
  'io_advisor:model:shadow_report': { rule: ADMIN, description: 'See what one would change.', isAboutHosts: true },
  'io_advisor:model:promote': { rule: ADMIN, description: 'Predict by one of them.', isAboutHosts: true },
  'io_advisor:model:rollback': { rule: ADMIN, description: 'Predict by the one before.', isAboutHosts: true },
  'io_advisor:quarantine:list': { rule: ADMIN, description: 'List quarantines.', isAboutHosts: true },
  'io_advisor:quarantine:create': { rule: ADMIN, description: 'Set a device aside.', isAboutHosts: true },
  'io_advisor:quarantine:clear': { rule: ADMIN, description: 'Give it back to the fleet.', isAboutHosts: true },
  'io_advisor:audit:create': { rule: ADMIN, description: 'Audit the ledger.', isAboutHosts: true },
  'io_advisor:audit:list': { rule: ADMIN, description: 'List audits.', isAboutHosts: true },
  'io_advisor:audit:get': { rule: ADMIN, description: 'Look at an audit.', isAboutHosts: true },
  'io_advisor:drift:list': { rule: ADMIN, description: 'What does not agree with the cloud.', isAboutHosts: true },
  'io_advisor:drift:apply': { rule: ADMIN, description: 'Put right what is the ledger’s.', isAboutHosts: true },
  'io_advisor:sync:create': { rule: ADMIN, description: 'Synchronise with the cloud.', isAboutHosts: true },
  'io_advisor:sync:list': { rule: ADMIN, description: 'List synchronisations.', isAboutHosts: true },
  'io_advisor:sync:get': { rule: ADMIN, description: 'Look at a synchronisation.', isAboutHosts: true },
  'io_advisor:replan:create': { rule: ADMIN, description: 'Ask for a re-plan.', isAboutHosts: true },
  'io_advisor:replan:list': { rule: ADMIN, description: 'List re-plans.', isAboutHosts: true },
  'io_advisor:replan:get': { rule: ADMIN, description: 'Look at a re-plan.', isAboutHosts: true },
  'io_advisor:replan:cancel': { rule: ADMIN, description: 'Cancel a re-plan.', isAboutHosts: true },
  'io_advisor:replan:apply': { rule: ADMIN, description: 'Make the moves of a plan.', isAboutHosts: true },
  'io_advisor:replan:stop': { rule: ADMIN, description: 'Begin no more of them.', isAboutHosts: true },
  'io_advisor:replan:resume': { rule: ADMIN, description: 'Go on after a pause.', isAboutHosts: true },
  'io_advisor:replan:steps': { rule: ADMIN, description: 'Look at the steps of a re-plan.', isAboutHosts: true },
  'io_advisor:replan:report': { rule: ADMIN, description: 'Say how a step ended.', isAboutHosts: true },
  'io_advisor:replan_schedule:create': { rule: ADMIN, description: 'Schedule re-plans.', isAboutHosts: true },
  'io_advisor:replan_schedule:list': { rule: ADMIN, description: 'List schedules.', isAboutHosts: true },
  'io_advisor:replan_schedule:get': { rule: ADMIN, description: 'Look at a schedule.', isAboutHosts: true },
  'io_advisor:replan_schedule:put': { rule: ADMIN, description: 'Replace a schedule.', isAboutHosts: true },
  'io_advisor:replan_schedule:delete': { rule: ADMIN, description: 'Delete a schedule.', isAboutHosts: true },
  'io_advisor:host_name:view': {
    rule: ADMIN_OR_SERVICE,
    description: 'See and name hosts, and the addresses of their devices, in all that is not about hosts.',
  },
} as const satisfies Readonly<Record<string, OperationRule>>;

export type OperationName = keyof typeof OPERATIONS;
export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];

/** What the table says of an operation. */
export function ruleOf(operation: OperationName): OperationRule {
  return OPERATIONS[operation];
}

/** Whether its rule is asked of the project that owns what is asked for. */
export function isOfProject(operation: OperationName): boolean {
  const { rule } = OPERATIONS[operation];
  return rule === PROJECT_READER || rule === PROJECT_MEMBER;
}
