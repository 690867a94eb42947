from kakekomi.trace.threads import Threads, key_of


def test_ids_that_are_joined_are_of_one_thread_through_one_that_nobody_kept() -> None:
    threads = Threads()
    first, lost, second, other = (threads.node(key_of(one)) for one in ("a", "b", "c", "d"))
    threads.join(first, [lost])
    threads.join(second, [lost])

    assert threads.roots().tolist() == [first, first, first, other]


def test_an_id_has_one_number_and_an_unknown_one_none() -> None:
    threads = Threads()

    assert threads.node(key_of("a")) == threads.node(key_of("a")) == threads.known("a")
    assert (threads.known("b"), len(threads)) == (None, 1)
