import { Refusal } from '../refusal';
import type { Caller } from './caller';
import type { OperationName } from './operations';
import type { Policy } from './policy';

/** What one caller may do in one operation. */
export abstract class Access {
  private asked = false;

  /** Null where nobody is asked who he is. */
  abstract readonly caller: Caller | null;
  /** Whether the caller may see hosts named, and name them. */
  abstract readonly seesHosts: boolean;
  protected abstract allows(projectId: string | null): boolean;

  /** Whether a handler has asked which projects it may touch. */
  get wasAsked(): boolean {
    return this.asked;
  }

  /** Whether what belongs to any project is within reach. */
  get reachesAll(): boolean {
    return this.allows(null);
  }

  /** Whether what belongs to this project is within reach; what is not does not exist for the caller. */
  reaches(projectId: string): boolean {
    this.asked = true;
    return this.allows(projectId);
  }

  /**
   * Which project's resources a list may show: those of `asked`, or of all where it is null.
   *
   * @returns null when the caller may see none of them
   */
  listed(asked: string | null): { readonly projectId: string | null } | null {
    this.asked = true;
    if (this.reachesAll) return { projectId: asked };
    const own = this.caller?.projectId ?? null;
    if (own === null || (asked !== null && asked !== own) || !this.allows(own)) return null;
    return { projectId: own };
  }

  /**
   * The project that something new belongs to: the one that is asked for, else the caller's own.
   *
   * @throws Refusal forbidden `auth.foreign_project`; invalid `request.invalid` for a caller without project who names none
   */
  projectOf(asked: string | undefined): string {
    this.asked = true;
    const projectId = asked ?? this.ownProject();
    if (this.allows(projectId)) return projectId;
    const fault = { pointer: '/project_id', code: 'project_id.foreign', message: 'must be your own project' };
    throw new Refusal('forbidden', 'auth.foreign_project', 'You may ask for your own project only.', [fault]);
  }

  protected ownProject(): string {
    const own = this.caller?.projectId ?? null;
    if (own !== null) return own;
    const message = 'is needed: your token is of no project';
    const fault = { pointer: '/project_id', code: 'field.required', message };
    throw new Refusal('invalid', 'request.invalid', 'The project is not known.', [fault]);
  }
}

/** What the policy says of a caller whom Keystone vouches for. */
export class PolicyAccess extends Access {
  readonly seesHosts: boolean;

  constructor(
    private readonly policy: Policy,
    private readonly operation: OperationName,
    override readonly caller: Caller,
  ) {
    super();
    this.seesHosts = policy.couldAllow('io_advisor:host_name:view', caller);
  }

  protected allows(projectId: string | null): boolean {
    return this.policy.allows(this.operation, this.caller, projectId);
  }
}

/** The project of those who name none where nobody is asked who he is. */
const NOBODYS_PROJECT = 'default';

/** Where nobody is asked who he is, everybody may do everything. */
export class OpenAccess extends Access {
  readonly caller = null;
  readonly seesHosts = true;

  protected allows(): boolean {
    return true;
  }

  protected override ownProject(): string {
    return NOBODYS_PROJECT;
  }
}
