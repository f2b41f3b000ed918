/** An error reply of Azure OpenAI. */
export interface AzureFailure {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Carries an AzureFailure out of a check to the endpoint that answers with it. */
export class AzureRefusal extends Error {
  readonly failure: AzureFailure;

  constructor(failure: AzureFailure) {
    super(`Azure OpenAI answers ${failure.status}.`);
    this.failure = failure;
  }
}

/** An error of the model API itself. */
export function apiError(status: number, code: string, message: string, parameter?: string): AzureFailure {
  return {
    status,
    body: { error: { message, type: 'invalid_request_error', param: parameter ?? null, code } },
  };
}

/** An error of the gateway before the model, which has no `type` and no `param`. */
export function gatewayError(
  status: number,
  code: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): AzureFailure {
  return { status, body: { error: { code, message } }, ...(headers === undefined ? {} : { headers }) };
}

/** The gateway's answer to a missing or wrong token: flat, without the `error` object of every other error. */
export function unauthorized(
  headers?: Readonly<Record<string, string>>,
  audience = 'https://cognitiveservices.azure.com',
): AzureFailure {
  return {
    status: 401,
    body: {
      statusCode: 401,
      message: `Unauthorized. Access token is missing, invalid, audience is incorrect (${audience}), or have expired.`,
    },
    headers: headers ?? { 'www-authenticate': 'Bearer' },
  };
}

/**
 * The refusal of a person without a role on the resource. Azure answers it with 401 and a code, so that the status alone
 * looks like a bad token; gateways and newer services send 403.
 * Source: Azure-Samples/azure-search-openai-demo#1870, davrous/AzureAgentToM365#3
 */
export function withoutRole(status: 401 | 403, principal: string, action: string): AzureFailure {
  return gatewayError(
    status,
    'PermissionDenied',
    `The principal \`${principal}\` lacks the required data action \`Microsoft.CognitiveServices/accounts/OpenAI/${action}\` to perform this operation.`,
  );
}

/** An API Management gateway's own refusal, before Azure OpenAI has seen the request. */
export function managementError(
  status: number,
  message: string,
  headers?: Readonly<Record<string, string>>,
): AzureFailure {
  return { status, body: { statusCode: status, message }, ...(headers === undefined ? {} : { headers }) };
}

/** The refusal of a token of another tenant, which Azure OpenAI words in a way of its own. */
export function wrongTenant(tenantId: string): AzureFailure {
  return gatewayError(
    400,
    'Tenant provided in token does not match resource token',
    `Token tenant ${tenantId} does not match resource tenant.`,
  );
}
