"""The agent: what it says to what it is asked."""

from chat import tools

_memory = {}


async def answer(engine, text):
    """Runs through the five events; what it found is in the last one."""
    context = engine.context
    engine.active_runs.append(context.run_id)
    await engine.emit("agent_started", agent="helper")
    await engine.emit("agent_thinking", text=f"{context.user_id} asks: {text}")
    word, _, rest = text.partition(" ")
    if word == "pour":
        count, _, rest = rest.partition(" ")
        for _ in range(int(count)):
            await engine.emit("agent_thinking", text=rest * 100)
    call_id = f"{word}-{context.run_id}"
    await engine.emit("tool_executing", tool=word, call_id=call_id)
    result = await use_tool(context, word, rest)
    await engine.emit("tool_completed", tool=word, call_id=call_id, result=result)
    await engine.emit("agent_completed", answer=result)
    engine.active_runs.remove(context.run_id)


async def use_tool(context, word, rest):
    if word == "calculate":
        return tools.calculate(rest)
    if word == "wait":
        return await tools.wait_for(rest)
    if word == "remember":
        _memory[context.session_id] = rest
        return "noted"
    if word == "recall":
        return _memory.get(context.session_id, "nothing")
    if word == "repeat":
        count, _, what = rest.partition(" ")
        return what * int(count)
    return f"{context.user_id} said {text_of(word, rest)}"


def text_of(word, rest):
    return f"{word} {rest}".strip()
