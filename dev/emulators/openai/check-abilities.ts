import { AzureRefusal, apiError, gatewayError } from './azure-error.ts';
import type { EmulatedDeployment, ModelAbility, ModelApi } from './deployments.ts';
import type { ModelRequest } from './model-request.ts';

/** Names the deployment that makes images, which Azure wants wherever a model may have them made. */
const imageHeader = 'x-ms-oai-image-generation-deployment';

/** Refuses what the deployment's model can't do. @throws AzureRefusal 400 */
export function checkAbilities(
  request: ModelRequest,
  { abilities }: EmulatedDeployment,
  { api, headers }: { readonly api: ModelApi; readonly headers: Headers },
): void {
  const lacks = (ability: ModelAbility): boolean => !abilities.includes(ability);
  const [sampling] = request.sampling;
  if (sampling !== undefined && lacks('sampling')) unsupportedParameter(sampling);
  if (request.reasoning?.effort !== undefined && lacks('reasoning')) {
    unsupportedParameter(api === 'responses' ? 'reasoning.effort' : 'reasoning_effort');
  }
  const attachments = request.messages.flatMap((message) => message.attachments);
  if (lacks('vision') && attachments.some(({ kind }) => kind === 'image')) unsupportedContent(api, 'image_url');
  if (lacks('files') && attachments.some(({ kind }) => kind === 'file')) unsupportedContent(api, 'file');
  if (lacks('images') && request.makesImages) {
    const message = "The tool 'image_generation' is not supported with this model.";
    throw new AzureRefusal(apiError(400, 'invalid_value', message, 'tools'));
  }
  if (request.makesImages && !headers.has(imageHeader)) {
    const message = 'There was an issue with your request. Please check your inputs and try again';
    throw new AzureRefusal(apiError(400, 'invalid_value', message));
  }
  if (lacks('tools') && request.tools.length > 0) {
    throw new AzureRefusal(
      gatewayError(
        400,
        'OperationNotSupported',
        'tools is not supported in this model. For a list of supported models, refer to https://go.microsoft.com/fwlink/?linkid=2197993.',
      ),
    );
  }
}

function unsupportedParameter(name: string): never {
  const instead = name === 'max_tokens' ? " Use 'max_completion_tokens' instead." : '';
  throw new AzureRefusal(
    apiError(
      400,
      'unsupported_parameter',
      `Unsupported parameter: '${name}' is not supported with this model.${instead}`,
      name,
    ),
  );
}

function unsupportedContent(api: ModelApi, type: 'image_url' | 'file'): never {
  const parameter = api === 'responses' ? 'input' : 'messages.[0].content.[1].type';
  throw new AzureRefusal(
    apiError(400, 'invalid_value', `Invalid content type. ${type} is only supported by certain models.`, parameter),
  );
}
