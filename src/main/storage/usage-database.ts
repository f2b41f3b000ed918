import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import type { UsageRow } from '../../shared/model/usage.ts';
import type { LocalPart, StoreInput } from '../core/history/store.ts';

type Filter = { readonly from: string; readonly conversationId: string | null };
type SummedRow = Omit<UsageRow, 'cost'> & { readonly currency: string | null; readonly costMillionths: number | null };

/** What models were asked, in an open database. */
export class UsageDatabase implements LocalPart<'usage'> {
  readonly #add: Statement<Omit<StoreInput<'addUsage'>, 'isTold'> & { readonly isTold: number }>;
  readonly #sum: Statement<[Filter], SummedRow>;

  constructor(database: Database) {
    // A conversation that was deleted meanwhile, or is never written, leaves its numbers alone.
    this.#add = database.prepare(
      `INSERT INTO usage (id, day, conversation_id, deployment_id, purpose, is_told, input_tokens, cached_input_tokens,
         output_tokens, reasoning_tokens, currency, cost_millionths)
       VALUES (@id, @day, (SELECT id FROM conversations WHERE id = @conversationId), @deploymentId, @purpose, @isTold,
         @inputTokens, @cachedInputTokens, @outputTokens, @reasoningTokens, @currency, @costMillionths)
       ON CONFLICT (id) DO NOTHING`,
    );
    this.#sum = database.prepare(
      `SELECT day, deployment_id AS deploymentId, count(*) AS requests, sum(is_told = 0) AS untold,
         sum(input_tokens) AS inputTokens, sum(cached_input_tokens) AS cachedInputTokens,
         sum(output_tokens) AS outputTokens, sum(reasoning_tokens) AS reasoningTokens,
         currency, sum(cost_millionths) AS costMillionths
       FROM usage
       WHERE day >= @from AND (@conversationId IS NULL OR conversation_id = @conversationId)
       GROUP BY day, deployment_id, currency
       ORDER BY day DESC, deployment_id, currency`,
    );
  }

  addUsage({ isTold, ...record }: StoreInput<'addUsage'>): void {
    this.#add.run({ ...record, isTold: isTold ? 1 : 0 });
  }

  usage({ from = '', conversationId }: StoreInput<'usage'>): UsageRow[] {
    const rows = this.#sum.all({ from, conversationId: conversationId ?? null });
    return rows.map(({ currency, costMillionths, ...row }) =>
      Object.assign(row, {
        cost: currency === null || costMillionths === null ? null : { currency, millionths: costMillionths },
      }),
    );
  }
}
