// What is counted of a group: who is on its lists, who is here, who is to be looked at, who is missing.

const HERE = new Set(["present", "written"]);

/** Every line of the group's lists with what is known of the person: [{cti, row, list, person, may, state}]. */
export function lines({ lists, people }) {
  const listed = lists.flatMap(({ list, rows }) => rows.map((row) => ({ ...row, list, state: people[row.cti]?.state ?? "" })));
  const known = new Set(listed.map(({ cti }) => cti));
  const others = Object.entries(people).filter(([key]) => !known.has(key));
  return [...listed, ...others.map(([cti, { state, answer, identity }]) => ({ cti, list: "", person: answer?.person ?? identity?.declared ?? identity?.paper_list, may: true, state }))];
}

/** {present, expected, absent, aside, stopped}: `expected` and `absent` count who is on a list and could pass. */
export function counts(facts) {
  const all = lines(facts);
  const states = Object.values(facts.people).map(({ state }) => state);
  const here = states.filter((state) => HERE.has(state)).length;
  return {
    present: here,
    expected: expected(facts, all),
    absent: absentees(facts).length,
    aside: states.filter((state) => state === "aside").length,
    stopped: states.filter((state) => state === "stopped").length,
  };
}

/** Who is on a list, could pass, and is not here: in the order of the lists. */
export function absentees(facts) {
  return lines(facts).filter(({ may, list, state }) => list && may && !HERE.has(state));
}

function expected({ kind, said }, all) {
  if (kind === "hand_over") return said.expected ?? null;
  const listed = all.filter(({ list, may, state }) => list && (may || HERE.has(state)));
  return listed.length || null;
}

/** The member that closes the group in its last event. */
export function closing(facts, most) {
  const { kind, said, openedAt, lists } = facts;
  const { present, expected: wanted } = counts(facts);
  const figures = { opened_at: openedAt, present, ...(wanted !== null && { expected: wanted }) };
  if (kind === "hand_over") return { giver: said.giver, record: said.record, ...figures };
  return {
    plate: said.plate,
    leader: said.leader,
    ...figures,
    lists: lists.map(({ list, commune, entries }) => ({ list, commune, entries })),
    absent: absentees(facts).slice(0, most).map(({ cti }) => cti),
  };
}
