import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import { hasErrorCode } from '../core/atomic-file.ts';
import type { PolicySource } from '../core/ports.ts';

const linuxPolicyFile = '/etc/parley/policy.json';
const limitBytes = 1024 * 1024;

/**
 * Where policy comes from on this computer, in order of precedence.
 * The registry and managed preferences join this list with the packages for Windows and macOS.
 */
export function policySources(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): PolicySource[] {
  const file = environment['PARLEY_POLICY_FILE'];
  return [
    ...(platform === 'linux' ? [machinePolicyFile(linuxPolicyFile)] : []),
    ...(file === undefined || file === '' ? [] : [policyFile(file)]),
  ];
}

/** A file that somebody named: it has to be there. */
export function policyFile(file: string): PolicySource {
  return { name: file, read: () => readText(file) };
}

/** A file that counts where it is there. SECURITY: only an administrator may have written it. */
export function machinePolicyFile(file: string): PolicySource {
  return {
    name: file,
    async read() {
      const status = await stat(file).catch((cause: unknown) => {
        if (hasErrorCode(cause, 'ENOENT', 'ENOTDIR')) return undefined;
        // SECURITY: a policy that is there and can't be read must not give way to a person's own file.
        throw new AppError('policy-unreadable', { fields: { source: file, problem: 'cannot be read' }, cause });
      });
      if (status === undefined) return undefined;
      if (status.uid !== 0 || (status.mode & 0o022) !== 0) {
        throw new AppError('policy-unreadable', {
          fields: { source: file, problem: 'must belong to root and be writable by nobody else' },
        });
      }
      return readText(file);
    },
  };
}

async function readText(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    if (text.length > limitBytes) throw new Error('too large');
    return text;
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new AppError('policy-unreadable', {
      fields: { source: file, problem: missing ? 'is not there' : 'cannot be read' },
      cause,
    });
  }
}
