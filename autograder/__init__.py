"""The grader: assignments from text, grades from submissions, reports for instructors."""
