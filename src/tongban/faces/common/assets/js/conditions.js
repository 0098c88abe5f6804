// The conditions of rules/conditions.py in the browser, held to the same vectors (data/conditions/vectors.json).
const DEEPEST = 20;
const COMPARISONS = {
  gt: (one, other) => one > other,
  ge: (one, other) => one >= other,
  lt: (one, other) => one < other,
  le: (one, other) => one <= other,
};
const NOT_BLANK = /[^\s\u001c-\u001f\u0085]|\ufeff/; // as Python's strip() sees it

export class ConditionFault extends Error {
  constructor(fault) {
    super(`${fault.path}: ${fault.code}`);
    this.fault = fault;
  }
}

// Whether the condition holds; a malformed one is refused, never taken as false.
export function evaluate(condition, answers) {
  refuseFaulty(condition);
  return settle(condition, answers, () => false);
}

// true or false where the answers known so far decide, null where an open field may still turn it.
export function settled(condition, answers, open) {
  refuseFaulty(condition);
  const fields = new Set(open);
  return settle(condition, answers, (name) => fields.has(name));
}

// Everything wrong with a condition, in reading order: [{path, code}].
export function validate(condition, knownFields) {
  return [...faultsOf(condition, new Set(knownFields), "", 0)];
}

function refuseFaulty(condition) {
  const first = faultsOf(condition, null, "", 0).next();
  if (!first.done) throw new ConditionFault(first.value);
}

function settle(condition, answers, isOpen) {
  const operator = Object.keys(condition)[0];
  const operand = condition[operator];
  if (operator === "all" || operator === "any") {
    const decisive = operator === "any";
    let open = false;
    for (const part of operand) {
      const held = settle(part, answers, isOpen);
      if (held === decisive) return decisive;
      if (held === null) open = true;
    }
    return open ? null : !decisive;
  }
  if (operator === "not") {
    const held = settle(operand, answers, isOpen);
    return held === null ? null : !held;
  }
  const name = operator === "answered" ? operand : operand[0];
  if (isOpen(name)) return null;
  const answer = Object.prototype.hasOwnProperty.call(answers, name) ? answers[name] : null;
  if (operator === "answered") return isAnswered(answer);
  const value = operand[1];
  if (operator === "eq") return same(answer, value);
  if (operator === "in") {
    const chosen = Array.isArray(answer) ? answer : [answer];
    return chosen.some((choice) => value.some((listed) => same(choice, listed)));
  }
  const comparable = typeof value === "number" ? typeof answer === "number" : isDate(answer);
  return comparable && COMPARISONS[operator](answer, value);
}

function isAnswered(answer) {
  if (typeof answer === "string") return NOT_BLANK.test(answer);
  if (Array.isArray(answer)) return answer.length > 0;
  return answer !== null && answer !== undefined;
}

function same(answer, value) {
  return typeof answer === typeof value && !Array.isArray(answer) && answer === value;
}

function isDate(value) {
  if (typeof value !== "string" || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) return false;
  const real = new Date(0); // a day that does not exist rolls over into another month
  real.setUTCFullYear(Number(value.slice(0, 4)), Number(value.slice(5, 7)) - 1, Number(value.slice(8)));
  return value > "0001" && real.toISOString().slice(0, 10) === value;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isValue(value) {
  return ["string", "number", "boolean"].includes(typeof value);
}

function* faultsOf(condition, known, path, depth) {
  if (depth > DEEPEST) return yield { path, code: "too_deep" };
  if (!isObject(condition)) return yield { path, code: "not_an_object" };
  const operators = Object.keys(condition);
  if (operators.length !== 1) return yield { path, code: "one_operator_only" };
  const operator = operators[0];
  const operand = condition[operator];
  const here = path ? `${path}.${operator}` : operator;
  if (operator === "all" || operator === "any") {
    if (!Array.isArray(operand)) return yield { path: here, code: "not_a_list" };
    for (let number = 0; number < operand.length; number += 1) {
      yield* faultsOf(operand[number], known, `${here}.${number}`, depth + 1);
    }
  } else if (operator === "not") {
    yield* faultsOf(operand, known, here, depth + 1);
  } else if (operator === "answered") {
    yield* faultsOfField(operand, known, here);
  } else if (operator === "eq" || operator === "in" || Object.keys(COMPARISONS).includes(operator)) {
    if (!Array.isArray(operand) || operand.length !== 2) return yield { path: here, code: "not_a_pair" };
    yield* faultsOfField(operand[0], known, here);
    yield* faultsOfValue(operator, operand[1], here);
  } else {
    yield { path, code: "unknown_operator" };
  }
}

function* faultsOfField(name, known, here) {
  if (typeof name !== "string") yield { path: here, code: "not_a_field" };
  else if (known !== null && !known.has(name)) yield { path: here, code: "unknown_field" };
}

function* faultsOfValue(operator, value, here) {
  if (operator === "eq") {
    if (!isValue(value)) yield { path: here, code: "not_a_value" };
  } else if (operator !== "in") {
    if (typeof value !== "number" && !isDate(value)) yield { path: here, code: "not_a_number_or_date" };
  } else if (!Array.isArray(value)) {
    yield { path: here, code: "not_a_list" };
  } else if (value.length === 0) {
    yield { path: here, code: "empty_list" };
  } else if (!value.every(isValue)) {
    yield { path: here, code: "not_a_value" };
  }
}
