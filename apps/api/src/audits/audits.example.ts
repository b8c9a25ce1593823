import { newAuditId } from './audit-id';

export const EXAMPLE_AUDIT_KEY = 'example-audit';
export const EXAMPLE_AUDIT_ID = newAuditId(EXAMPLE_AUDIT_KEY);
