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
export function unauthorized(headers?: Readonly<Record<string, string>>): AzureFailure {
  return {
    status: 401,
    body: {
      statusCode: 401,
      message:
        'Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.',
    },
    headers: headers ?? { 'www-authenticate': 'Bearer' },
  };
}

/** The refusal of a token of another tenant, which Azure OpenAI words in a way of its own. */
export function wrongTenant(tenantId: string): AzureFailure {
  return gatewayError(
    400,
    'Tenant provided in token does not match resource token',
    `Token tenant ${tenantId} does not match resource tenant.`,
  );
}

/** The refusal of a prompt by the content filter; the details are in `innererror`. */
export function promptFiltered(): AzureFailure {
  return {
    status: 400,
    body: {
      error: {
        message:
          "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry. To learn more about our content filtering policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766",
        type: null,
        param: 'prompt',
        code: 'content_filter',
        status: 400,
        innererror: {
          code: 'ResponsibleAIPolicyViolation',
          content_filter_result: filterResult('violence'),
        },
      },
    },
  };
}

/** The content filter's verdict on every category; `filtered` names the one that it stopped. */
export function filterResult(filtered?: 'hate' | 'self_harm' | 'sexual' | 'violence'): Record<string, unknown> {
  const categories = ['hate', 'self_harm', 'sexual', 'violence'] as const;
  return Object.fromEntries(
    categories.map((category) => [
      category,
      category === filtered ? { filtered: true, severity: 'high' } : { filtered: false, severity: 'safe' },
    ]),
  );
}
