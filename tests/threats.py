"""What is tried against the program, row by row, and the guards that hold it (see attacks.py, which proves them)."""

from __future__ import annotations

from typing import NamedTuple

ATTACK, FAULT = "attack", "fault"


class Guard(NamedTuple):
    """A guard, and how it is taken out: in a module, one text for another, and where two guards hold the same, one text
    more."""

    module: str
    text: str
    instead: str
    also: tuple[tuple[str, str], ...] = ()


class Row(NamedTuple):
    """What is tried, by which tests, and the guard without which each of their cases fails; none where it is not one
    line. `cases` is a pattern for those that are meant, where honest ones stand among them."""

    kind: str
    what: str
    test: str
    guard: str = ""
    cases: str = ""


GUARDS = {
    "drawings": Guard(
        "manuscript/drawings/__init__.py", 'written = etree.tostring(root, encoding="utf-8")', "written = data"
    ),
    "sizes": Guard("manuscript/drawings/__init__.py", "if size > MOST_ELEMENTS or depth > MOST_DEPTH:", "if not size:"),
    "copies": Guard("manuscript/drawings/__init__.py", "        count_copies(root)\n", "        pass\n"),
    "depth of YAML": Guard(
        "sieve.py", "if is_own or len(open_) + open_[-1].levels > MOST_DEPTH + 1 or", "if is_own or"
    ),
    "aliases": Guard("sieve.py", 'if is_flat and not ("*" in text and _ANCHOR.search(text)):', "if is_flat or 1:"),
    "sieve": Guard(
        "sieve.py", 'lambda found: "" if found.group() == "\\ufeff" else " "', "lambda found: found.group()"
    ),
    "paths": Guard("workspace.py", 'WINDOWS_DRIVE.match(path) or ".." in parts:', "WINDOWS_DRIVE.match(path):"),
    "foreign files": Guard("outputs.py", "            raise NotOurs(str(place))\n", "            pass\n"),
    "hosts": Guard("preview/access.py", "if not self._is_named(request):", "if request is None:"),
    "other sites": Guard("preview/access.py", "if not is_from_here(request):", "if request is None:"),
    "secret of the network": Guard("preview/access.py", "if not self.secret:", "if self.names:"),
    "filters of git": Guard("repository.py", "if FILTER.fullmatch(name) and value:", "if name == 'nothing':"),
    "place of the repository": Guard("history.py", "if place := strange_place(root):", "if place := '':"),
    "promises of git": Guard(
        "repository.py",
        '    "GIT_NO_LAZY_FETCH": "1",\n    "GIT_ALLOW_PROTOCOL": "",\n',
        "",
        (("for name, value in SETTINGS.items() for word", "for name, value in {}.items() for word"),),
    ),
    "git of the environment": Guard("repository.py", "if name not in ELSEWHERE}", "}"),
    "patience": Guard(
        "render/workers.py", "if patience[worker] < 0 and worker", "if patience[worker] is None and worker"
    ),
    "memory": Guard(
        "render/serving.py",
        "    except MemoryError:\n        return Unset(",
        "    except ZeroDivisionError:\n        return Unset(",
    ),
    "second try": Guard("render/workers.py", "losses > MOST_LOSSES", "losses > 0"),
    "threads": Guard("render/serving.py", "can_fork and threading.active_count() == 1", "can_fork"),
    "farewells": Guard("render/serving.py", "    finally:\n        be_deaf()\n", "    finally:\n        pass\n"),
    "tether": Guard("pandoc.py", "[*_tether(), _program(), *arguments]", "[_program(), *arguments]"),
    "secret": Guard("store.py", "cache.FolderCache(place, secret)", "cache.FolderCache(place)"),
    "tracked caches": Guard("store.py", "place.is_dir() and history.tracks(root, PLACE)", "place == root"),
    "trust": Guard(
        "editions/verify.py", "if is_former and not (trusted or _is_own(root)):", "if is_former and not version:"
    ),
    "pixels": Guard(
        "manuscript/drawings/__init__.py", "return 0 < self.shown <= MOST_PIXELS and shown > 0", "return shown > 0"
    ),
    "sizes of pages": Guard("manuscript/drawings/__init__.py", "and not 0 < low <= high <=", "and not low + high <"),
    "numbers": Guard("manuscript/drawings/values.py", "return all(len(one) < 100 and abs", "return True or all(abs"),
    "pixels of a picture": Guard("manuscript/pictures.py", "found.width * found.height > MOST_PIXELS", "not found"),
    "links that lead out": Guard("workspace.py", "        if not inside:\n", "        if not name:\n"),
    "links on the way": Guard(
        "outputs.py", "    folder = unlinked(folder)\n", "", (("if place.is_symlink() or (", "if ("),)
    ),
    "commits in the place of others": Guard(
        "repository.py", '"--no-optional-locks", "--no-replace-objects"', '"--no-optional-locks"'
    ),
    "settings of git": Guard(
        "repository.py", "for name, value in SETTINGS.items() for word", "for name, value in {}.items() for word"
    ),
    "levels of fields": Guard("answers/form.py", "if visit.level > MOST_LEVELS:", "if visit.level < 0:"),
    "files of an edition": Guard("editions/verify.py", "    if not record.outputs:\n", "    if record is None:\n"),
}

DRAWINGS, TRUST, GIT = "tests/manuscript/test_drawings.py", "tests/test_trust.py", "tests/test_repository.py"
YAML, ACCESS, WORKERS = (
    "tests/manuscript/test_harmful_yaml.py",
    "tests/preview/test_access.py",
    "tests/render/test_workers.py",
)
SIEVE, PLACES, OUT, STORE = (
    "tests/test_sieve.py",
    "tests/test_workspace.py",
    "tests/test_outputs.py",
    "tests/test_store.py",
)
AROUND, PANDOC, FOREIGN = "tests/test_surroundings.py", "tests/test_pandoc.py", "tests/answers/test_foreign.py"
CUT, VERIFY, THEME = "tests/editions/test_cut.py", "tests/editions/test_verify.py", "tests/test_theme.py"
SPOILT, PICTURES, MAKER = (
    "tests/conformance/test_spoilt_caches.py",
    "tests/manuscript/test_pictures.py",
    "tests/preview/test_maker.py",
)

ROWS = (
    Row(
        ATTACK,
        "a drawing that runs, reaches out or looks like the page",
        f"{DRAWINGS}::test_nothing_of_an_attack_is_in_the_drawing",
        "drawings",
    ),
    Row(ATTACK, "styles that would take hours", f"{DRAWINGS}::test_styles_that_would_take_hours_are_told"),
    Row(
        ATTACK,
        "what stands around the root of a drawing",
        f"{DRAWINGS}::test_nothing_that_stands_around_the_root_comes_along",
        "drawings",
    ),
    Row(ATTACK, "a drawing in another encoding", f"{DRAWINGS}::test_other_encodings_hide_nothing", "drawings"),
    Row(
        ATTACK, "a drawing that grows while it is drawn", f"{DRAWINGS}::test_bombs_are_refused", "copies", r"\[[^DE]\]"
    ),
    Row(ATTACK, "a drawing deep or wide without end", f"{DRAWINGS}::test_bombs_are_refused", "sizes", r"\[[DE]\]"),
    Row(
        ATTACK,
        "a drawing with numbers that nobody can mean",
        f"{DRAWINGS}::test_numbers_that_nobody_can_mean_are_told",
        "numbers",
    ),
    Row(
        ATTACK,
        "a drawing larger than any page",
        f"{DRAWINGS}::test_sizes_that_no_page_can_have_are_told",
        "sizes of pages",
        r"\[width",
    ),
    Row(
        ATTACK,
        "a view box that no page can have",
        f"{DRAWINGS}::test_view_boxes_that_no_page_can_have_are_told",
        "sizes of pages",
        r"\[(?!box0|0 0 (?:1e400|nan|inf) )",
    ),
    Row(
        ATTACK,
        "pixels upon pixels in a drawing",
        f"{DRAWINGS}::test_pixels_of_embedded_bitmaps_are_counted_together",
        "pixels",
    ),
    Row(ATTACK, "a drawing that fetches something", f"{TRUST}::test_a_drawing_reaches_nothing_outside", "drawings"),
    Row(ATTACK, "entities in a drawing", f"{TRUST}::test_entities_of_a_drawing_are_never_read"),
    Row(ATTACK, "text that would run", f"{TRUST}::test_nothing_that_could_run_is_in_the_book"),
    Row(ATTACK, "links to other people's files", f"{TRUST}::test_symbolic_links_lead_nowhere", "links that lead out"),
    Row(
        ATTACK,
        "a drawing that nobody cleaned, in the browser",
        "tests/browser/test_policy.py::test_what_is_planted_does_not_run",
    ),
    Row(
        ATTACK,
        "a bitmap of a million million pixels",
        f"{PICTURES}::test_a_bomb_of_pixels_is_refused",
        "pixels of a picture",
    ),
    Row(
        ATTACK,
        "a repository that runs programs",
        f"{GIT}::test_what_is_switched_off_runs_nothing_and_the_revision_is_known",
        "settings of git",
        r"\[with_(?!(?:pager|alias|text_converter|submodule)\])",
    ),
    Row(
        ATTACK,
        "a repository whose filters run programs",
        f"{GIT}::test_where_a_repository_leads_elsewhere_its_revision_is_unknown",
        "filters of git",
        "_(?:clean|process|smudge|.*filter)",
    ),
    Row(
        ATTACK,
        "a repository that lies elsewhere",
        f"{GIT}::test_where_a_repository_leads_elsewhere_its_revision_is_unknown",
        "place of the repository",
        "_(?:bare|git_link|common|working_tree_of)",
    ),
    Row(
        ATTACK,
        "objects that git would fetch",
        f"{GIT}::test_what_is_missing_is_fetched_from_nowhere",
        "promises of git",
        "older|uploadpack|gitProxy|vcs|tagOpt",
    ),
    Row(
        ATTACK,
        "objects that git would fetch by a program that three settings name",
        f"{GIT}::test_what_is_missing_is_fetched_from_nowhere",
        cases=r"this git-(?:core\.sshCommand|credential\.helper)",
    ),
    Row(
        ATTACK,
        "a commit in the place of another",
        f"{GIT}::test_a_commit_put_in_the_place_of_another_is_not_shown",
        "commits in the place of others",
    ),
    Row(
        ATTACK,
        "a repository named by the environment",
        f"{GIT}::test_a_repository_that_the_environment_names_is_not_asked",
        "git of the environment",
    ),
    Row(
        ATTACK,
        "YAML that nests without end",
        f"{SIEVE}::test_yaml_that_nests_too_deep_is_found_before_it_is_composed",
        "depth of YAML",
    ),
    Row(
        ATTACK,
        "YAML whose aliases grow, or hold themselves",
        f"{SIEVE}::test_yaml_whose_aliases_stand_for_too_much_or_for_themselves_is_found",
        "aliases",
    ),
    Row(
        ATTACK,
        "letters that no text may hold",
        f"{SIEVE}::test_what_no_text_may_hold_becomes_a_space_and_is_named",
        "sieve",
    ),
    Row(
        ATTACK,
        "paths that climb out of the book",
        f"{PLACES}::test_paths_that_lead_out_are_refused",
        "paths",
        r"\[(?!.*C:)[^/].*\.\.",
    ),
    Row(
        ATTACK,
        "outputs behind a link",
        f"{OUT}::test_no_link_leads_the_files_elsewhere",
        "links on the way",
        r"\[build\]",
    ),
    Row(
        ATTACK,
        "outputs that are a link",
        f"{OUT}::test_no_link_leads_the_files_elsewhere",
        "foreign files",
        r"\[build/",
    ),
    Row(
        ATTACK,
        "outputs over other people's files",
        f"{OUT}::test_nothing_that_others_put_there_is_replaced",
        "foreign files",
    ),
    Row(
        ATTACK,
        "a cache that came with a clone",
        f"{STORE}::test_a_cache_that_came_with_a_clone_is_not_used",
        "tracked caches",
    ),
    Row(ATTACK, "a cache that another machine made", f"{STORE}::test_what_another_machine_made_is_a_miss", "secret"),
    Row(
        ATTACK,
        "other sites that ask the preview",
        f"{ACCESS}::test_pages_of_other_sites_get_nothing_but_may_lead_here",
        "other sites",
        "ABROAD",
    ),
    Row(
        ATTACK,
        "readers of the network without the secret",
        f"{ACCESS}::test_in_the_network_the_secret_opens_and_nothing_else",
        "secret of the network",
        "NO_SECRET",
    ),
    Row(
        ATTACK,
        "foreign names for this machine",
        f"{ACCESS}::test_in_the_network_too_foreign_names_are_refused_even_with_the_secret",
        "hosts",
    ),
    Row(
        ATTACK,
        "a program that came with an edition",
        f"{VERIFY}::test_the_program_of_a_stranger_does_not_run_without_trust",
        "trust",
    ),
    Row(
        ATTACK,
        "an edition of no files",
        f"{VERIFY}::test_an_edition_of_no_files_is_never_confirmed",
        "files of an edition",
    ),
    Row(ATTACK, "labels without end or sense", f"{THEME}::test_labels_without_end_or_sense_are_told_and_ours_stay"),
    Row(
        ATTACK,
        "passwords and rings in a filled-in PDF",
        f"{FOREIGN}::test_fields_in_fields_without_end_are_told",
        "levels of fields",
    ),
    Row(
        ATTACK,
        "two million letters in a field",
        f"{FOREIGN}::test_two_million_signs_are_filled_in_and_read_in_seconds",
    ),
    Row(
        ATTACK,
        "files of answers that are none",
        f"{FOREIGN}::test_odd_files_of_answers_are_told_in_signs_that_every_terminal_takes",
    ),
    Row(FAULT, "values of a head that nobody expects", f"{YAML}::test_a_value_is_read_or_told_in_a_head"),
    Row(FAULT, "values of lists and labels", f"{YAML}::test_a_value_is_read_or_told_in_lists_and_labels"),
    Row(FAULT, "values of the manifest", f"{YAML}::test_a_value_is_read_or_told_in_the_manifest"),
    Row(FAULT, "amounts of everything", f"{TRUST}::test_no_amount_stops_a_check"),
    Row(FAULT, "chapters of any bytes", f"{TRUST}::test_no_bytes_stop_a_check"),
    Row(FAULT, "slips of the keys", f"{TRUST}::test_no_slip_of_the_keys_stops_a_check"),
    Row(
        FAULT,
        "pipes and files of twenty megabytes",
        f"{TRUST}::test_a_pipe_or_a_file_of_twenty_megabytes_is_no_chapter",
    ),
    Row(FAULT, "pictures without their end", f"{PICTURES}::test_a_picture_without_its_end_is_reported"),
    Row(FAULT, "pictures that are none", f"{PICTURES}::test_what_is_no_picture_is_reported"),
    Row(
        FAULT,
        "a sheet that takes too long",
        f"{WORKERS}::test_a_sheet_that_takes_too_much_is_not_set_and_the_others_are[time.sleep(600)-time-1]",
        "patience",
    ),
    Row(
        FAULT,
        "a sheet that wants all memory",
        f"{WORKERS}::test_a_sheet_that_takes_too_much_is_not_set_and_the_others_are[bytes(1 << 40)-memory-1]",
        "memory",
    ),
    Row(
        FAULT,
        "workers that are killed",
        f"{WORKERS}::test_a_worker_that_was_ended_is_replaced_and_its_sheet_set",
        "second try",
    ),
    Row(FAULT, "nothing that sets type", f"{WORKERS}::test_what_keeps_a_worker_from_starting_is_told"),
    Row(
        FAULT,
        "a fork beside a thread",
        f"{WORKERS}::test_workers_start_beside_a_thread_that_loads_what_they_need",
        "threads",
    ),
    Row(
        FAULT,
        "two signals at once",
        f"{WORKERS}::test_what_a_worker_clears_away_is_cleared_away_whatever_signals_come_meanwhile",
        "farewells",
    ),
    Row(FAULT, "the end of who asks", f"{WORKERS}::test_no_worker_outlives_the_one_that_asks"),
    Row(
        FAULT,
        "a pandoc that hangs after the program",
        f"{PANDOC}::test_a_pandoc_that_hangs_ends_with_the_program",
        "tether",
    ),
    Row(FAULT, "a text that hangs pandoc", f"{PANDOC}::test_a_text_that_hangs_fails_alone"),
    Row(FAULT, "another pandoc, a broken one, none", f"{AROUND}::test_a_pandoc_that_is_none_is_said"),
    Row(
        FAULT,
        "streams that are closed or full",
        f"{AROUND}::test_a_stream_that_is_closed_or_full_changes_no_more_than_it_must",
    ),
    Row(FAULT, "limits on the size of files", f"{AROUND}::test_a_limit_on_the_size_of_files_is_said"),
    Row(FAULT, "files that may not be read", f"{AROUND}::test_what_may_not_be_read_is_told"),
    Row(FAULT, "a locale of ASCII", f"{AROUND}::test_umlauts_are_found_and_said_in_a_locale_of_ascii"),
    Row(FAULT, "an install that fails anywhere", f"{OUT}::test_an_install_that_fails_anywhere_leaves_what_was_there"),
    Row(
        FAULT,
        "an install that is killed",
        f"{OUT}::test_killed_at_any_instruction_each_format_is_the_old_or_the_new_one",
    ),
    Row(FAULT, "a cut that is killed", f"{CUT}::test_a_killed_run_leaves_nothing_that_the_next_cannot_clear"),
    Row(
        FAULT,
        "a cut that fails at a step",
        f"{CUT}::test_a_failure_at_any_step_leaves_no_trace_and_the_next_run_is_whole",
    ),
    Row(FAULT, "a disk that is full while a cut is made", f"{CUT}::test_a_full_disk_leaves_no_trace"),
    Row(FAULT, "a cache that is spoilt", f"{SPOILT}::test_spoilt_entries_change_nothing"),
    Row(FAULT, "a disk that takes nothing", f"{SPOILT}::test_a_disk_that_takes_nothing_changes_nothing"),
    Row(
        FAULT,
        "what would end the preview",
        f"{MAKER}::test_what_would_end_the_program_is_told_and_the_next_edit_is_shown",
    ),
    Row(FAULT, "labels that are broken", f"{THEME}::test_a_broken_label_file_is_told_and_leaves_our_words_standing"),
    Row(FAULT, "damaged fields of a PDF", f"{FOREIGN}::test_a_damaged_field_is_named_and_the_others_are_read"),
    Row(FAULT, "flipped bytes of a PDF", f"{FOREIGN}::test_flipped_bytes_never_stop_the_reading"),
    Row(FAULT, "odd objects of a PDF", f"{FOREIGN}::test_objects_of_another_kind_never_stop_the_reading"),
)
