/** How a token says that there are too many groups to list: by a pointer to Graph, or only that it is so. */
export type OverageForm = 'claim-names' | 'hasgroups';

/** Entra lists at most this many groups in a JWT. */
const mostGroups = 200;

/**
 * The claims that tell somebody's groups.
 * Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference (groups overage claim)
 */
export function groupClaims(options: {
  readonly groups: readonly string[];
  readonly form: OverageForm;
  readonly tenantId: string;
  readonly objectId: string;
}): Record<string, unknown> {
  const { groups, form, tenantId, objectId } = options;
  if (groups.length === 0) return {};
  if (groups.length <= mostGroups) return { groups };
  if (form === 'hasgroups') return { hasgroups: true };
  return {
    _claim_names: { groups: 'src1' },
    // Entra still points at the retired Azure AD Graph: a client that follows the address instead of asking Graph gets nowhere.
    _claim_sources: { src1: { endpoint: `https://graph.windows.net/${tenantId}/users/${objectId}/getMemberObjects` } },
  };
}
