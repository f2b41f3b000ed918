/** An answer with everything that markdown has. */
export const markdownAnswer = `A rollout in **four waves** keeps the risk small. The first wave finds the surprises, the others only repeat what worked.

## The plan

| Wave | Who | Laptops | Goes on when |
| :--- | :--- | ---: | :--- |
| 1 | IT department | 12 | three days without a ticket |
| 2 | Volunteers of every site | 60 | fewer than 2 % tickets |
| 3 | Head office | 180 | the help desk has room |
| 4 | Everybody else | 148 | – |

1. Pack the client with its *settings* and the certificate.
2. Remove the old client **in the same step**:
   - keep its log files for a week
   - leave the adapter until the next restart
3. Check with \`Get-VpnConnection -AllUserConnection\`.

### A script that checks

\`\`\`powershell
$expected = '5.2.1'
Get-CimInstance Win32_Product -Filter "Name LIKE 'Contoso VPN%'" |
  Where-Object { $_.Version -ne $expected } |
  ForEach-Object { Write-Output "$($env:COMPUTERNAME): $($_.Version) instead of $expected, which is a line that is long enough to scroll" }
\`\`\`

> Do not begin on a Friday: the help desk is small at weekends.

- [x] Package built
- [ ] Wave 1 told
- [ ] Way back tested

More in the [documentation of the client](https://example.com/vpn?edition=enterprise&lang=en). This link is not one: [click me](javascript:alert(1)), and this picture is not loaded: ![a chart](https://example.com/chart.png).
`;

/** An answer of a few sentences. */
export const shortAnswer = `Tell them twice: a week before, and on the morning of the day.

Keep it to what changes for them: the icon looks different, the first connection asks for the second factor once, and everything else stays as it was.
`;

/** An answer of many pages. */
export const longAnswer = Array.from({ length: 40 }, (_, index) => `# Part ${index + 1}\n\n${markdownAnswer}`).join(
  '\n',
);

/** A word that fits into no line. */
export const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3);

/** An answer in Hebrew, with everything that has a side. */
export const hebrewAnswer = `## תשובה קצרה

זהו **פרוטוקול** שמצפין את התעבורה, למשל \`https\` (ראו [הדף](https://example.com/)).

\`npm\` מתקין חבילות.

1. ראשון
2. שני:
   - פנימי
   - עוד אחד

> ציטוט של מישהו.
>
> An English paragraph of the same quote (with brackets).

- [x] נעשה
- [ ] פתוח

| עמודה | Column |
| --- | --- |
| ערך | value (1) |

\`\`\`ts
const answer = 42; // always from left to right
\`\`\`
`;

/** An answer that tries to take the window along, and what its links are refused for. */
export const hostileAnswer = `${'> '.repeat(1200)}x

${'- '.repeat(1200)}y

${'*a **b '.repeat(600)}z${' b** a*'.repeat(600)}

[a bank](https://bank.example@evil.example/), [mail](mailto:a@b.example?attach=/etc/passwd), [local](./file.txt), [in here](#part).

[very long](https://example.com/${'x'.repeat(2200)})

Claim[^1].

[^1]: Source

9998. nine
9999. ten
10000. eleven
`;
