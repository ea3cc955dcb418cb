/**
 * Joins questions that are asked at the same moment into one for the database: after a network was gone, thousands of
 * pages come back at once, and each question by itself costs more in asking than in answering. A question waits for
 * nothing but the turn of the loop, or for the one under way; it is never answered by a reading begun before it was asked.
 */
export function askedTogether<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  most: number,
): (question: Question) => Promise<Answer> {
  interface Waiting {
    readonly question: Question;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let isAsking = false;

  async function askAll(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        const answers = await ask(group.map(({ question }) => question));
        if (answers.length !== group.length) throw new Error('one answer for each question');
        for (const [place, answer] of answers.entries()) group[place]?.resolve(answer);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    isAsking = false;
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (isAsking) return;
      isAsking = true;
      setImmediate(() => void askAll());
    });
}
